/** The mark: contour lines that rise to a peak. */
export function Logo({ size = 32, title }: { size?: number; title?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 48 48"
      fill="none"
      stroke="currentColor"
      strokeWidth={2.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      <path d="M3 40.5C9 39 13.5 33 17 26.5 20 21 21.5 9 25 7c3.5-1 5 11 8.5 18 3.5 7 6.5 13.5 11.5 15.5" />
      <path d="M12 40.5c4-2.5 6.5-8 8.5-13 1.5-3.5 2.5-9.5 4.700-10 2.300.3 3.300 6.5 5.300 11.5 2 4.5 3.5 9 6 11.5" />
      <path d="M20 40.5c2-3 3-7.5 4-10.5.5-1.5 1-3 1.5-3s1.200 1.5 1.800 3.5c.8 3 1.200 7 2.700 10" />
    </svg>
  );
}
