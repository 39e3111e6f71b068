/** What only this report has: the list of deals and the tags on them. */
export const auditStyle = `
.lead{font-size:1.15rem;max-width:none}
.deals,.cards{padding-left:2rem;margin:.5rem 0 1rem}
.deals>li{margin:0 0 1rem;padding-left:.25rem}
.deals p{margin:0 0 .15rem;max-width:none}
.deals .ask{font-weight:600}
.cards>li{margin:0 0 1.25rem;padding:.25rem 0 .75rem .25rem;border-bottom:1px solid var(--line);scroll-margin-top:1rem}
.cards p{max-width:none}
.cards h3{margin:.25rem 0}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0 0}
dt{color:var(--soft)}dd{margin:0;min-width:0}
.tag{display:inline-block;border:1.5px solid var(--tag,var(--grey));border-radius:999px;padding:0 .6rem;font-size:.85rem;font-weight:600;white-space:nowrap;vertical-align:middle}
.tag>span{color:var(--tag,var(--grey))}
.tag.green{--tag:var(--green)}.tag.yellow{--tag:var(--yellow)}.tag.orange{--tag:var(--orange)}.tag.red{--tag:var(--red)}
@media (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
`;
