import { useEffect, useState } from 'react'
import { Linking, ScrollView, StyleSheet } from 'react-native'

import { parsePastedAccount, storedAccount, type Account } from '../chat/account'
import { session, signIn } from '../chat/session'
import { useStore } from '../store'
import { strings } from '../strings'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'

const empty = { server: 'ws://127.0.0.1:8480', sdkAppID: '', userID: '', userSig: '' }

export const SignIn = () => {
  const now = useStore(session)
  const [form, setForm] = useState(empty)
  const [pasted, setPasted] = useState('')
  const [problem, setProblem] = useState('')
  const shownProblem = problem || (now.state === 'signed-out' ? (now.problem ?? '') : '')

  const fillIn = ({ sdkAppID, ...rest }: Partial<Account>) =>
    setForm((before) => ({
      ...before,
      ...rest,
      ...(sdkAppID !== undefined && { sdkAppID: String(sdkAppID) }),
    }))
  const set = (name: keyof typeof empty) => (text: string) =>
    setForm((before) => ({ ...before, [name]: text.trim() }))

  useEffect(() => {
    // Whom a server that could not be reached kept out: one tap tries again.
    void storedAccount().then((account) => fillIn(account ?? {}))
    // A sign-in link that opened the app (on the web: the page's address).
    void Linking.getInitialURL().then((url) => fillIn(parsePastedAccount(url ?? '')))
  }, [])

  const submit = () => {
    const { server, userID, userSig } = form
    const sdkAppID = Number(form.sdkAppID)
    const isComplete =
      server !== '' && userID !== '' && userSig !== '' && Number.isInteger(sdkAppID) && sdkAppID > 0
    setProblem(isComplete ? '' : strings.incomplete)
    if (isComplete) void signIn({ server, sdkAppID, userID, userSig })
  }

  return (
    <Screen title="Carillon">
      <ScrollView contentContainerStyle={styles.form} keyboardShouldPersistTaps="handled">
        <Field
          testID="paste"
          label={strings.paste}
          placeholder={strings.pasteHint}
          value={pasted}
          onChange={(text) => {
            setPasted(text)
            fillIn(parsePastedAccount(text))
          }}
          multiline
        />
        <Field
          testID="server"
          label={strings.server}
          value={form.server}
          onChange={set('server')}
          keyboardType="url"
        />
        <Field
          testID="sdkAppID"
          label={strings.appID}
          value={form.sdkAppID}
          onChange={set('sdkAppID')}
          keyboardType="number-pad"
        />
        <Field testID="userID" label={strings.userID} value={form.userID} onChange={set('userID')} />
        <Field testID="userSig" label={strings.userSig} value={form.userSig} onChange={set('userSig')} />
        <Note testID="sign-in-problem" text={shownProblem} />
        <Button
          testID="sign-in"
          label={strings.signIn}
          isBusy={now.state === 'signing-in'}
          onPress={submit}
        />
      </ScrollView>
    </Screen>
  )
}

const styles = StyleSheet.create({ form: { padding: 20, gap: 16 } })
