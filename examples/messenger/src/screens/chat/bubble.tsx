import { MessageElemType, MessageStatus, type V2TimMessage } from '@carillon/client'
import { Pressable, StyleSheet, Text, View } from 'react-native'

import { strings } from '../../strings'
import { messageText } from '../../ui/message-text'
import { useTheme } from '../../ui/theme'
import { shortTime } from '../../ui/time'
import { Picture } from './picture'

interface Props {
  message: V2TimMessage
  showsSender: boolean
  onResend: () => void
  onStory: () => void
  onRecall: () => void
}

/** A message. Own ones say how far they came; a tap on one that failed sends it again, a long press takes one back. */
export const Bubble = ({ message, showsSender, onResend, onStory, onRecall }: Props) => {
  const theme = useTheme()
  const { isSelf = false, status, sender = '', nickName, timestamp } = message
  if (
    message.elemType === MessageElemType.V2TIM_ELEM_TYPE_GROUP_TIPS ||
    status === MessageStatus.LOCAL_REVOKED
  )
    return <Text style={[styles.tip, { color: theme.dim }]}>{messageText(message)}</Text>
  const colour = isSelf ? theme.onAccent : theme.text
  const isFailed = status === MessageStatus.SEND_FAIL
  const isSent = status === MessageStatus.SEND_SUCC
  return (
    <View style={[styles.line, isSelf && styles.own]}>
      {showsSender && !isSelf && <Text style={{ color: theme.dim }}>{nickName || sender}</Text>}
      <Pressable
        testID={`message ${message.msgID ?? ''}`}
        accessibilityRole={isFailed ? 'button' : 'text'}
        accessibilityLabel={messageText(message)}
        disabled={!isFailed && !(isSelf && isSent)}
        onPress={isFailed ? onResend : undefined}
        onLongPress={isSelf && isSent ? onRecall : undefined}
        style={[styles.bubble, { backgroundColor: isSelf ? theme.accent : theme.card }]}
      >
        <Content message={message} colour={colour} />
      </Pressable>
      <View style={styles.state}>
        <Text style={{ color: isFailed ? theme.bad : theme.dim }}>
          {isSelf ? stateOf(message) : shortTime(timestamp)}
        </Text>
        {isSelf && isSent && (
          <Pressable
            testID={`story ${message.msgID ?? ''}`}
            accessibilityRole="link"
            hitSlop={8}
            onPress={onStory}
          >
            <Text style={{ color: theme.accent }}>{strings.story}</Text>
          </Pressable>
        )}
      </View>
    </View>
  )
}

const Content = ({ message, colour }: { message: V2TimMessage; colour: string }) => {
  if (message.elemType === MessageElemType.V2TIM_ELEM_TYPE_IMAGE) return <Picture message={message} />
  return <Text style={[styles.text, { color: colour }]}>{messageText(message)}</Text>
}

const stateOf = ({ status, isPeerRead = false, progress = 100, timestamp }: V2TimMessage): string => {
  if (status === MessageStatus.SEND_FAIL) return strings.failed
  if (status === MessageStatus.SENDING)
    return progress < 100 ? `${strings.sending} ${progress} %` : strings.sending
  return `${shortTime(timestamp)} · ${isPeerRead ? strings.read : strings.sent}`
}

const styles = StyleSheet.create({
  line: { alignItems: 'flex-start', gap: 3 },
  own: { alignItems: 'flex-end' },
  bubble: { maxWidth: '82%', borderRadius: 18, paddingHorizontal: 14, paddingVertical: 9 },
  text: { fontSize: 16, lineHeight: 22 },
  state: { flexDirection: 'row', gap: 10 },
  tip: { alignSelf: 'center', padding: 6, fontSize: 13 },
})
