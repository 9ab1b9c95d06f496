import type { V2TimConversation } from '@carillon/client'
import { FlatList, Pressable, StyleSheet, Text, View } from 'react-native'

import { conversationList, conversationListProblem } from '../chat/conversation-list'
import { session } from '../chat/session'
import type { Navigation } from '../navigation'
import { useStore } from '../store'
import { strings } from '../strings'
import { Avatar } from '../ui/avatar'
import { IconButton } from '../ui/button'
import { messageText } from '../ui/message-text'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'
import { useTheme } from '../ui/theme'
import { shortTime } from '../ui/time'

export const Conversations = ({ navigation }: { navigation: Navigation }) => {
  const theme = useTheme()
  const list = useStore(conversationList)
  const problem = useStore(conversationListProblem)
  const now = useStore(session)
  const isConnected = now.state !== 'signed-in' || now.isConnected
  const subtitle = now.state === 'signed-in' ? now.userID : ''
  return (
    <Screen
      title={strings.chats}
      subtitle={isConnected ? subtitle : strings.connecting}
      actions={
        <>
          <IconButton
            testID="new-chat"
            label={strings.newChat}
            glyph="+"
            onPress={() => navigation.open({ page: 'new-chat' })}
          />
          <IconButton
            testID="open-settings"
            label={strings.settings}
            glyph="⚙"
            onPress={() => navigation.open({ page: 'settings' })}
          />
        </>
      }
    >
      <Note testID="list-problem" text={problem} />
      <FlatList
        testID="conversations"
        data={list}
        keyExtractor={({ conversationID }) => conversationID}
        renderItem={({ item }) => (
          <Row
            conversation={item}
            onPress={() => navigation.open({ page: 'chat', conversationID: item.conversationID })}
          />
        )}
        ListEmptyComponent={<Text style={[styles.empty, { color: theme.dim }]}>{strings.noChats}</Text>}
      />
    </Screen>
  )
}

const Row = ({ conversation, onPress }: { conversation: V2TimConversation; onPress: () => void }) => {
  const theme = useTheme()
  const { conversationID, showName, lastMessage, unreadCount = 0 } = conversation
  const name = showName || conversationID
  const last = messageText(lastMessage)
  const unread = unreadCount > 0 ? strings.unread(unreadCount) : ''
  return (
    <Pressable
      testID={`conversation ${conversationID}`}
      accessibilityRole="button"
      accessibilityLabel={[name, last, unread].filter((part) => part !== '').join(', ')}
      onPress={onPress}
      style={({ pressed }) => [styles.row, pressed && { backgroundColor: theme.card }]}
    >
      <Avatar name={name} />
      <View style={styles.middle}>
        <Text numberOfLines={1} style={[styles.name, { color: theme.text }]}>
          {name}
        </Text>
        <Text numberOfLines={1} style={[styles.last, { color: theme.dim }]}>
          {last}
        </Text>
      </View>
      <View style={styles.right}>
        <Text style={{ color: theme.dim }}>{shortTime(lastMessage?.timestamp)}</Text>
        {unreadCount > 0 && (
          <View style={[styles.badge, { backgroundColor: theme.accent }]}>
            <Text testID={`unread ${conversationID}`} style={[styles.count, { color: theme.onAccent }]}>
              {unreadCount > 99 ? '99+' : unreadCount}
            </Text>
          </View>
        )}
      </View>
    </Pressable>
  )
}

const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: 12, paddingHorizontal: 16, paddingVertical: 12 },
  middle: { flex: 1, gap: 3 },
  name: { fontSize: 17, fontWeight: '600' },
  last: { fontSize: 15 },
  right: { alignItems: 'flex-end', gap: 5, minHeight: 42 },
  badge: {
    minWidth: 22,
    height: 22,
    borderRadius: 11,
    paddingHorizontal: 6,
    alignItems: 'center',
    justifyContent: 'center',
  },
  count: { fontSize: 13, fontWeight: '700' },
  empty: { padding: 32, textAlign: 'center', fontSize: 16 },
})
