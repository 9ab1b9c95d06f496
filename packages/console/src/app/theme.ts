import { createTheme, type CSSVariablesResolver } from '@mantine/core'

/** Shades that keep a contrast of 4.5 to 1 with white text, in light and dark. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif',
})

/** Mantine's dimmed text is too pale to read on white. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7] ?? '',
    '--mantine-color-placeholder': colors.gray[6] ?? '',
    '--mantine-color-error': colors.red[8] ?? '',
    '--mantine-color-anchor': colors.indigo[8] ?? '',
  },
  dark: {
    '--mantine-color-dimmed': colors.gray[5] ?? '',
    '--mantine-color-error': colors.red[4] ?? '',
    '--mantine-color-anchor': colors.indigo[3] ?? '',
  },
})

/** The nonce the server gave this page: Mantine's own styles carry it. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
