import { StyleSheet, Text, View } from 'react-native'

import { useTheme } from './theme'

/** Something the user must know. Read out by screen readers when it appears. */
export const Note = ({
  testID,
  text,
  isGood = false,
}: {
  testID: string
  text: string
  isGood?: boolean
}) => {
  const theme = useTheme()
  if (text === '') return null
  const colour = isGood ? theme.good : theme.bad
  return (
    <View
      accessibilityLiveRegion="polite"
      style={[styles.note, { borderColor: colour, backgroundColor: theme.card }]}
    >
      <Text
        testID={testID}
        accessibilityRole={isGood ? 'text' : 'alert'}
        style={[styles.text, { color: theme.text }]}
      >
        {text}
      </Text>
    </View>
  )
}

const styles = StyleSheet.create({
  note: { borderLeftWidth: 4, borderRadius: 8, padding: 12 },
  text: { fontSize: 15, lineHeight: 21 },
})
