/** Okabe and Ito's hues, a little darker on white and lighter on black so that each has 3:1 against its ground. */
const light = `--paper:#fff;--ink:#1d2330;--soft:#5a6376;--line:#dfe3ea;--panel:#f5f7fa;--band:#d3dae6;--decal:#ffffffb0;
--blue:#0072b2;--orange:#c27800;--green:#00805d;--yellow:#b3a400;--red:#c44e00;--purple:#b0578a;--grey:#7d8696;--link:#005a94;--focus:#005a94;color-scheme:light`;
const dark = `--paper:#14181f;--ink:#e8ebf1;--soft:#a5adbd;--line:#333b49;--panel:#1d232d;--band:#3b4658;--decal:#00000080;
--blue:#56b4e9;--orange:#e69f00;--green:#2fc08f;--yellow:#f0e442;--red:#ff8a47;--purple:#dd8cba;--grey:#9aa3b3;--link:#7cc4f0;--focus:#7cc4f0;color-scheme:dark`;

/** The whole look of a page; nothing is loaded from anywhere. */
export const pageStyle = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
body>header,body>main,body>footer{max-width:60rem;margin:0 auto;padding:1rem 1.25rem}
body>header{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.35rem;line-height:1.3;margin:0 0 .75rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;line-height:1.35;margin:1.25rem 0 .25rem}
section{margin:0 0 2rem}
p{margin:.25rem 0 .75rem;max-width:46rem}
a{color:var(--link)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.75rem 0 0;padding:0;list-style:none;font-size:.95rem}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft)}
figure{margin:1rem 0 1.5rem;padding:1rem;border:1px solid var(--line);border-radius:8px;background:var(--paper)}
figcaption{margin-bottom:.5rem}figcaption strong{display:block}figcaption span{color:var(--soft);font-size:.93rem}
.plot{overflow-x:auto}
.plot svg{display:block;width:100%;min-width:34rem;height:auto;font-family:inherit}
.plot svg text{font-family:inherit!important}
details{margin-top:.5rem}
summary{cursor:pointer;color:var(--link);width:fit-content}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.93rem;min-width:min(100%,20rem)}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);font-weight:400}
tbody th{min-width:6rem;overflow-wrap:anywhere}
thead th{font-weight:600;border-bottom-color:var(--soft)}
.date{white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums}
footer{color:var(--soft);font-size:.9rem}
@media print{
:root{${light}}
body{font-size:10.5pt}
body>header,body>main,body>footer{max-width:none;padding:.25rem 0}
nav,.skip,figure summary{display:none}summary{color:inherit}
figure,li,tr{break-inside:avoid}h2,h3{break-after:avoid}
.plot,.scroll{overflow:visible}.plot svg{min-width:0;max-height:18cm}
svg,.tag{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;
