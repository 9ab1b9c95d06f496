import { useState } from 'react'
import { StyleSheet, TextInput, View } from 'react-native'

import { strings } from '../../strings'
import { IconButton } from '../../ui/button'
import { useTheme } from '../../ui/theme'

interface Props {
  onSend: (text: string) => void
  onPicture: () => void
}

export const Composer = ({ onSend, onPicture }: Props) => {
  const theme = useTheme()
  const [text, setText] = useState('')
  const send = () => {
    if (text.trim() === '') return
    setText('')
    onSend(text.trim())
  }
  return (
    <View style={[styles.row, { borderColor: theme.line }]}>
      <IconButton testID="send-picture" label={strings.sendPicture} glyph="+" onPress={onPicture} />
      <TextInput
        testID="composer"
        accessibilityLabel={strings.message}
        placeholder={strings.message}
        placeholderTextColor={theme.dim}
        value={text}
        onChangeText={setText}
        onSubmitEditing={send}
        submitBehavior="submit"
        style={[styles.input, { color: theme.text, backgroundColor: theme.card }]}
      />
      <IconButton testID="send" label={strings.send} glyph="➤" onPress={send} />
    </View>
  )
}

const styles = StyleSheet.create({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 6,
    padding: 8,
    borderTopWidth: StyleSheet.hairlineWidth,
  },
  input: { flex: 1, minHeight: 44, borderRadius: 22, paddingHorizontal: 16, fontSize: 16 },
})
