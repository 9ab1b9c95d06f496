import { ActivityIndicator, Pressable, StyleSheet, Text } from 'react-native'

import { useTheme } from './theme'

interface Props {
  testID: string
  label: string
  onPress: () => void
  isBusy?: boolean
  isDisabled?: boolean
  /** Less weight than the page's main button. */
  isQuiet?: boolean
}

export const Button = ({
  testID,
  label,
  onPress,
  isBusy = false,
  isDisabled = false,
  isQuiet = false,
}: Props) => {
  const theme = useTheme()
  const isOff = isBusy || isDisabled
  return (
    <Pressable
      testID={testID}
      accessibilityRole="button"
      accessibilityLabel={label}
      accessibilityState={{ disabled: isOff, busy: isBusy }}
      disabled={isOff}
      onPress={onPress}
      style={({ pressed }) => [
        styles.button,
        { backgroundColor: isQuiet ? theme.card : theme.accent, opacity: isOff || pressed ? 0.6 : 1 },
      ]}
    >
      {isBusy ? (
        <ActivityIndicator color={isQuiet ? theme.text : theme.onAccent} />
      ) : (
        <Text style={[styles.label, { color: isQuiet ? theme.text : theme.onAccent }]}>{label}</Text>
      )}
    </Pressable>
  )
}

/** A button that is one sign. `label` is what a screen reader says. */
export const IconButton = ({
  testID,
  label,
  glyph,
  onPress,
}: Pick<Props, 'testID' | 'label' | 'onPress'> & { glyph: string }) => {
  const theme = useTheme()
  return (
    <Pressable
      testID={testID}
      accessibilityRole="button"
      accessibilityLabel={label}
      onPress={onPress}
      style={({ pressed }) => [styles.icon, pressed && { backgroundColor: theme.card }]}
    >
      <Text style={[styles.glyph, { color: theme.accent }]}>{glyph}</Text>
    </Pressable>
  )
}

const styles = StyleSheet.create({
  button: {
    minHeight: 48,
    borderRadius: 12,
    paddingHorizontal: 18,
    alignItems: 'center',
    justifyContent: 'center',
  },
  label: { fontSize: 16, fontWeight: '600' },
  icon: { minWidth: 44, height: 44, borderRadius: 22, alignItems: 'center', justifyContent: 'center' },
  glyph: { fontSize: 24, lineHeight: 28 },
})
