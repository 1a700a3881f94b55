/**
 * Keeps the app exactly as high as what can be seen, so that the composer stands on the keyboard. Browsers that
 * resize the page for the keyboard need nothing; iPhones slide the page up instead, and are put back here.
 */
export function followViewport(): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const resize = () => {
    // A pinch zoom changes the same numbers and is not a keyboard.
    if (seen.scale > 1.01) return;
    document.documentElement.style.setProperty("--seen-height", `${seen.height}px`);
    if (seen.offsetTop > 0) window.scrollTo(0, 0);
  };
  seen.addEventListener("resize", resize);
  seen.addEventListener("scroll", resize);
  resize();
}
