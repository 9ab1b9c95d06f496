import type { V2TimMessage } from '@carillon/client'
import { useEffect, useState } from 'react'
import { Image, StyleSheet, View } from 'react-native'

import { pictureUrlOf } from '../../chat/picture-url'
import { strings } from '../../strings'

/** A message's picture; an empty frame until its address is known. */
export const Picture = ({ message }: { message: V2TimMessage }) => {
  const [url, setUrl] = useState<string>()
  const { msgID } = message
  useEffect(() => {
    let isGone = false
    void pictureUrlOf(message).then((found) => {
      if (!isGone) setUrl(found)
    })
    return () => {
      isGone = true
    }
    // A message's picture does not change; the message, with its state, does.
  }, [msgID])
  if (!url) return <View style={styles.picture} />
  return <Image source={{ uri: url }} accessibilityLabel={strings.picture} style={styles.picture} />
}

const styles = StyleSheet.create({ picture: { width: 200, height: 150, borderRadius: 10 } })
