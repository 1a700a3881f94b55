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
      <path d="M3 41c6-1 9-6 12-12 2.5-5 4-7 6-13 1-3 2.5-8 4.5-9 2.5-.5 3.5 5 5 9 1.300 3.5 3.5 4.5 5 8.5C38 31 40 38.5 45 41" />
      <path d="M11 41c4-1.5 6-5.5 8-10 1.7-4 3.200-5.5 4.5-9.5.6-1.800 1.200-3.5 2-3.7 1 0 1.5 3 2.5 5.200 1.200 2.600 2.7 4 3.800 7C33.5 34 34.5 38.5 37 41" />
      <path d="M18.5 41c2.5-1.5 3.5-4 4.5-6.5 1-2.300 1.5-4.5 2.300-4.5s1.7 2.5 2.7 5c.8 2 1 4 2 6" />
    </svg>
  );
}
