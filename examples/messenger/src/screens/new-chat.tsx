import { useState } from 'react'
import { ScrollView, StyleSheet, Text } from 'react-native'

import { conversationIDOf } from '../chat/conversation-id'
import { createGroup } from '../chat/groups'
import type { Navigation } from '../navigation'
import { strings } from '../strings'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'
import { useTheme } from '../ui/theme'

export const NewChat = ({ navigation }: { navigation: Navigation }) => {
  const theme = useTheme()
  const [userID, setUserID] = useState('')
  const [groupName, setGroupName] = useState('')
  const [members, setMembers] = useState('')
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)

  const open = (conversationID: string) => navigation.reset({ page: 'chat', conversationID })
  const makeGroup = async () => {
    setBusy(true)
    const userIDs = members.split(/[,\s]+/).filter((each) => each !== '')
    const made = await createGroup(groupName.trim(), userIDs)
    setBusy(false)
    if ('problem' in made) setProblem(made.problem)
    else open(made.conversationID)
  }

  return (
    <Screen title={strings.newChat} onBack={navigation.back}>
      <ScrollView contentContainerStyle={styles.form} keyboardShouldPersistTaps="handled">
        <Field testID="peer" label={strings.withWhom} value={userID} onChange={setUserID} />
        <Button
          testID="start-chat"
          label={strings.start}
          isDisabled={userID.trim() === ''}
          onPress={() => open(conversationIDOf({ kind: 'user', userID: userID.trim() }))}
        />
        <Text accessibilityRole="header" style={[styles.header, { color: theme.text }]}>
          {strings.newGroup}
        </Text>
        <Field testID="group-name" label={strings.groupName} value={groupName} onChange={setGroupName} />
        <Field testID="group-members" label={strings.members} value={members} onChange={setMembers} />
        <Note testID="group-problem" text={problem} />
        <Button
          testID="create-group"
          label={strings.createGroup}
          isBusy={isBusy}
          isDisabled={groupName.trim() === ''}
          onPress={() => void makeGroup()}
        />
      </ScrollView>
    </Screen>
  )
}

const styles = StyleSheet.create({
  form: { padding: 20, gap: 16 },
  header: { fontSize: 18, fontWeight: '600', marginTop: 16 },
})
