import { StyleSheet, Text, View } from 'react-native'

const colours = ['#b8433b', '#9a5b13', '#4d7a1f', '#127a6a', '#2765b8', '#6b4fc2', '#a83f85'] as const

/** The first letter of a name on a colour that stays with it. The name stands beside it, so nothing is read out. */
export const Avatar = ({ name }: { name: string }) => {
  let sum = 0
  for (const character of name) sum += character.codePointAt(0) ?? 0
  return (
    <View
      aria-hidden
      importantForAccessibility="no-hide-descendants"
      style={[styles.disc, { backgroundColor: colours[sum % colours.length] }]}
    >
      <Text style={styles.letter}>{String.fromCodePoint(name.codePointAt(0) ?? 0x3f).toUpperCase()}</Text>
    </View>
  )
}

const styles = StyleSheet.create({
  disc: { width: 46, height: 46, borderRadius: 23, alignItems: 'center', justifyContent: 'center' },
  letter: { color: '#ffffff', fontSize: 20, fontWeight: '600' },
})
