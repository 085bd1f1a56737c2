// Runs in the page, as text: the WCAG 2 contrast ratio of every element that holds visible text, against the
// nearest background that is painted.
(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((channel) => {
      const c = Number(channel) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
    return color === 'rgba(0, 0, 0, 0)' ? background(element.parentElement) : color;
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.checkVisibility())
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()),
    )
    .map((element) => {
      const levels = [luminance(getComputedStyle(element).color), luminance(background(element))];
      return {
        text: element.textContent,
        ratio: (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05),
      };
    });
})();
