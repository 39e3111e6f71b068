/** Run in a page: the contrast (WCAG 2.2) of each piece of text with the ground it stands on, `{ text, contrast }[]`. */
export const measureContrasts = `(() => {
  const luminance = (colour) => {
    const linear = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => {
      const share = Number(value) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const groundOf = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor.endsWith(", 0)") ? groundOf(element.parentElement) : backgroundColor;
  };
  return [...document.querySelectorAll("p, a, h1, h2, h3, dt, dd, th, td, summary, figcaption span, .tag, svg text")]
    .filter((element) => element.textContent.trim() !== "")
    .map((element) => {
      const style = getComputedStyle(element);
      const ink = luminance(element instanceof SVGElement ? style.fill : style.color);
      const ground = luminance(groundOf(element));
      return {
        text: element.textContent.slice(0, 40),
        contrast: (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05),
      };
    });
})()`;
