package dev.carillon.push.fcm

import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.jsonOf
import org.json.JSONObject

/** Tokens FCM gives unasked, and messages while the app is in front or without a notification. */
class CarillonFcmService : FirebaseMessagingService() {
    override fun onNewToken(token: String) = CarillonPush.onToken(this, Vendor.FCM, token)

    override fun onMessageReceived(message: RemoteMessage) {
        val notification = message.notification
        val raw = JSONObject().put("data", jsonOf(message.data)).put("messageId", message.messageId)
        for ((key, value) in message.data) raw.put(key, value)
        if (notification != null) {
            raw.put("notification", JSONObject().put("title", notification.title).put("body", notification.body))
        }
        CarillonPush.onMessage(
            this,
            ReceivedMessage(
                vendor = Vendor.FCM,
                title = notification?.title.orEmpty(),
                content = notification?.body.orEmpty(),
                raw = raw,
                isShown = false,
                channelID = notification?.channelId.orEmpty(),
                tag = notification?.tag.orEmpty(),
            ),
        )
    }
}
