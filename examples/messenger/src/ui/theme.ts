import { useColorScheme } from 'react-native'

export interface Theme {
  background: string
  card: string
  line: string
  text: string
  dim: string
  accent: string
  onAccent: string
  good: string
  bad: string
}

const light: Theme = {
  background: '#ffffff',
  card: '#f1f3f6',
  line: '#e1e5ea',
  text: '#14181f',
  dim: '#5d6673',
  accent: '#1f5fd0',
  onAccent: '#ffffff',
  good: '#1a7f45',
  bad: '#b3261e',
}

const dark: Theme = {
  background: '#101318',
  card: '#1d222a',
  line: '#2c333d',
  text: '#eef1f5',
  dim: '#a2acb9',
  accent: '#7aa7ff',
  onAccent: '#0b1220',
  good: '#63cf91',
  bad: '#ff8a80',
}

/** The colours of the system's scheme. */
export const useTheme = (): Theme => (useColorScheme() === 'dark' ? dark : light)
