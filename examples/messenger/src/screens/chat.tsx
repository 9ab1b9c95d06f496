import { useEffect, useState } from 'react'
import { FlatList, Pressable, StyleSheet, Text } from 'react-native'
import { launchImageLibrary } from 'react-native-image-picker'

import { conversationList } from '../chat/conversation-list'
import { peerOf } from '../chat/conversation-id'
import { keyOf, OpenChat } from '../chat/open-chat'
import type { Navigation } from '../navigation'
import { useStore } from '../store'
import { strings } from '../strings'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'
import { useTheme } from '../ui/theme'
import { Bubble } from './chat/bubble'
import { Composer } from './chat/composer'

interface Props {
  conversationID: string
  navigation: Navigation
}

export const Chat = ({ conversationID, navigation }: Props) => {
  const [chat, setChat] = useState<OpenChat>()
  useEffect(() => {
    const opened = new OpenChat(conversationID)
    setChat(opened)
    return () => opened.close()
  }, [conversationID])
  const title = useTitle(conversationID)
  return (
    <Screen title={title} onBack={navigation.back}>
      {chat && (
        <Messages chat={chat} isGroup={peerOf(conversationID)?.kind === 'group'} navigation={navigation} />
      )}
    </Screen>
  )
}

const Messages = ({
  chat,
  isGroup,
  navigation,
}: {
  chat: OpenChat
  isGroup: boolean
  navigation: Navigation
}) => {
  const theme = useTheme()
  const { messages, hasOlder, problem } = useStore(chat.view)
  const pickImage = async () => {
    const { assets } = await launchImageLibrary({ mediaType: 'photo' })
    const uri = assets?.[0]?.uri
    if (uri !== undefined) await chat.sendImage(uri)
  }
  return (
    <>
      <FlatList
        testID="messages"
        inverted
        data={messages}
        keyExtractor={keyOf}
        contentContainerStyle={styles.list}
        renderItem={({ item }) => (
          <Bubble
            message={item}
            showsSender={isGroup}
            onResend={() => void chat.resend(item)}
            onStory={() => navigation.open({ page: 'story', msgID: item.msgID ?? '' })}
            onRecall={() => void chat.recall(item)}
          />
        )}
        ListFooterComponent={
          hasOlder ? (
            <Pressable testID="older" accessibilityRole="button" onPress={() => void chat.loadOlder()}>
              <Text style={[styles.older, { color: theme.accent }]}>{strings.older}</Text>
            </Pressable>
          ) : null
        }
      />
      <Note testID="chat-problem" text={problem} />
      <Composer onSend={(text) => void chat.sendText(text)} onPicture={() => void pickImage()} />
    </>
  )
}

/** The conversation's name as the list knows it; of a new one, whom it is with. */
const useTitle = (conversationID: string): string => {
  const known = useStore(conversationList).find((each) => each.conversationID === conversationID)
  const peer = peerOf(conversationID)
  return known?.showName || (peer?.kind === 'user' ? peer.userID : peer?.groupID) || ''
}

const styles = StyleSheet.create({
  list: { padding: 12, gap: 8 },
  older: { padding: 12, textAlign: 'center', fontSize: 15 },
})
