import { StyleSheet, Text, TextInput, View, type TextInputProps } from 'react-native'

import { useTheme } from './theme'

interface Props extends Pick<TextInputProps, 'keyboardType' | 'multiline' | 'placeholder'> {
  testID: string
  label: string
  value: string
  onChange: (text: string) => void
}

/** A text field under its label. */
export const Field = ({ testID, label, value, onChange, ...rest }: Props) => {
  const theme = useTheme()
  return (
    <View style={styles.field}>
      <Text style={[styles.label, { color: theme.dim }]}>{label}</Text>
      <TextInput
        testID={testID}
        accessibilityLabel={label}
        value={value}
        onChangeText={onChange}
        autoCapitalize="none"
        autoCorrect={false}
        placeholderTextColor={theme.dim}
        style={[
          styles.input,
          { color: theme.text, backgroundColor: theme.card, borderColor: theme.line },
          rest.multiline === true && styles.tall,
        ]}
        {...rest}
      />
    </View>
  )
}

const styles = StyleSheet.create({
  field: { gap: 6 },
  label: { fontSize: 14 },
  input: {
    minHeight: 48,
    borderRadius: 12,
    borderWidth: 1,
    paddingHorizontal: 14,
    paddingVertical: 10,
    fontSize: 16,
  },
  tall: { minHeight: 76, textAlignVertical: 'top' },
})
