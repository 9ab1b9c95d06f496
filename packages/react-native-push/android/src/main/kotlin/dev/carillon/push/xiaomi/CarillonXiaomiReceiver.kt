package dev.carillon.push.xiaomi

import android.content.Context
import com.xiaomi.mipush.sdk.MiPushClient
import com.xiaomi.mipush.sdk.MiPushCommandMessage
import com.xiaomi.mipush.sdk.MiPushMessage
import com.xiaomi.mipush.sdk.PushMessageReceiver
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor

private const val SUCCESS = 0L

/** Mi Push calls it with the regId, taps and messages. */
class CarillonXiaomiReceiver : PushMessageReceiver() {
    override fun onReceiveRegisterResult(context: Context, message: MiPushCommandMessage) {
        if (message.command != MiPushClient.COMMAND_REGISTER) return
        if (message.resultCode == SUCCESS) {
            CarillonPush.onToken(context, Vendor.XIAOMI, message.commandArguments?.firstOrNull())
        } else {
            CarillonPush.onRegistrationFailed(
                context, Vendor.XIAOMI, message.resultCode.toString(), message.reason.orEmpty(),
            )
        }
    }

    // Called where the push names no page to open; opening the app is left to it.
    override fun onNotificationMessageClicked(context: Context, message: MiPushMessage) =
        CarillonPush.onTapped(context, Vendor.XIAOMI, fieldsOf(message), opensApp = true)

    override fun onNotificationMessageArrived(context: Context, message: MiPushMessage) =
        CarillonPush.onMessage(context, received(message, isShown = true))

    override fun onReceivePassThroughMessage(context: Context, message: MiPushMessage) =
        CarillonPush.onMessage(context, received(message, isShown = false))

    private fun received(message: MiPushMessage, isShown: Boolean) = ReceivedMessage(
        vendor = Vendor.XIAOMI,
        title = if (isShown) message.title.orEmpty() else "",
        content = if (isShown) message.description.orEmpty() else "",
        raw = fieldsOf(message),
        isShown = isShown,
    )
}
