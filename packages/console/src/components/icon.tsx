/** Paths of icons on a grid of 24, drawn with one stroke. */
const paths = {
  apps: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  start: 'M8 5l11 7-11 7z',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 5v4M8 15v4',
  key: 'M14 10a4 4 0 1 0-3 3.900L13 16h2v2h2v2h3v-3l-6-6z',
  certificate: 'M5 4h14v11H5zM8 8h8M8 11h5M12 15v6l-2-1.500L8 21v-6',
  test: 'M18 16v-5a6 6 0 1 0-12 0v5l-2 2h16zM10 20a2 2 0 0 0 4 0',
  story: 'M6 4v16M6 6h11l-2 3 2 3H6',
  dryRun: 'M9 3h6M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M7 15h10',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20c0-3 3-5 6-5s6 2 6 5M16 4a3.500 3.500 0 0 1 0 7M18 15c2 .500 3 2.500 3 5',
  group:
    'M12 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 20c0-3.500 3-5 6-5s6 1.500 6 5M5 11a2.500 2.500 0 1 1 1-4.800M19 11a2.500 2.500 0 1 0-1-4.800M3 17c0-1.500 .500-2.500 1.500-3.300M21 17c0-1.500-.500-2.500-1.500-3.300',
  message: 'M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5',
  audit: 'M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3',
  api: 'M8 7l-5 5 5 5M16 7l5 5-5 5M14 4l-4 16',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M19 5l-1.500 1.500M6.500 17.500L5 19',
  dark: 'M20 14A8 8 0 1 1 10 4a6.500 6.500 0 0 0 10 10z',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  done: 'M5 13l4 4L19 7',
  add: 'M12 5v14M5 12h14',
  alert: 'M12 4L2.500 20h19zM12 10v4M12 17v.500',
  lab: 'M4 5h6v14H4zM14 5h6v14h-6zM6.500 16.500h1M16.500 16.500h1',
  phone: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  overview: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21c0-4 3-6 7-6s7 2 7 6',
} as const

export type IconName = keyof typeof paths

/** An icon beside a text that says the same: hidden from screen readers. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.75}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
)
