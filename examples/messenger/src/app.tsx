import { useNotificationTap } from '@carillon/react-native-push/react'
import { useEffect, useState } from 'react'
import { StatusBar } from 'react-native'
import { SafeAreaProvider } from 'react-native-safe-area-context'

import { session, startSession } from './chat/session'
import { useNavigation, type Navigation } from './navigation'
import { conversationIDOfExt } from './push/entity'
import { Chat } from './screens/chat'
import { Conversations } from './screens/conversations'
import { NewChat } from './screens/new-chat'
import { Settings } from './screens/settings'
import { SignIn } from './screens/sign-in'
import { Story } from './screens/story'
import { useStore } from './store'
import { Screen } from './ui/screen'

export const App = () => {
  useEffect(() => void startSession(), [])
  return (
    <SafeAreaProvider>
      <StatusBar barStyle="default" />
      <Pages />
    </SafeAreaProvider>
  )
}

const Pages = () => {
  const { state } = useStore(session)
  const [tapped, setTapped] = useState<string>()
  // Comes once for each tap, the one that started the app included: then nobody is signed in yet.
  useNotificationTap(({ ext }) => setTapped(conversationIDOfExt(ext)))
  if (state === 'starting') return <Screen title="Carillon" />
  if (state !== 'signed-in') return <SignIn />
  return <SignedIn tapped={tapped} onOpened={() => setTapped(undefined)} />
}

/** The pages of whoever is signed in; the next one begins at the list again. */
const SignedIn = ({ tapped, onOpened }: { tapped: string | undefined; onOpened: () => void }) => {
  const navigation = useNavigation()
  const { reset } = navigation
  useEffect(() => {
    if (tapped === undefined) return
    reset({ page: 'chat', conversationID: tapped })
    onOpened()
  }, [tapped, reset, onOpened])
  return <Top navigation={navigation} />
}

const Top = ({ navigation }: { navigation: Navigation }) => {
  const { top } = navigation
  switch (top?.page) {
    case 'chat':
      return <Chat key={top.conversationID} conversationID={top.conversationID} navigation={navigation} />
    case 'new-chat':
      return <NewChat navigation={navigation} />
    case 'settings':
      return <Settings navigation={navigation} />
    case 'story':
      return <Story msgID={top.msgID} navigation={navigation} />
    default:
      return <Conversations navigation={navigation} />
  }
}
