package dev.carillon.push.react

import android.content.Context
import android.os.Build
import com.facebook.react.bridge.Arguments
import com.facebook.react.bridge.ReadableMap
import com.facebook.react.bridge.WritableMap
import dev.carillon.push.core.ChannelRequest
import dev.carillon.push.core.ChannelState
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.DeliveredNotification
import dev.carillon.push.core.NotificationSettings
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Tap
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.VendorSupport

/** Android does not tell an app of these switches. */
private const val UNKNOWN = "unknown"

internal fun deviceInfoMap(
    context: Context,
    systemProperties: Map<String, String>,
    vendors: List<VendorSupport>,
): WritableMap = Arguments.createMap().apply {
    putString("system", "android")
    putString("systemVersion", Build.VERSION.SDK_INT.toString())
    putString("manufacturer", Build.MANUFACTURER)
    putString("brand", Build.BRAND)
    putString("model", Build.MODEL)
    putString("packageName", context.packageName)
    putString("appVersion", context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty())
    putString("apsEnvironment", "")
    putArray("systemProperties", Arguments.createArray().apply {
        for ((name, value) in systemProperties) {
            pushMap(Arguments.createMap().apply {
                putString("name", name)
                putString("value", value)
            })
        }
    })
    putArray("vendors", Arguments.createArray().apply { vendors.forEach { pushMap(vendorMap(it)) } })
}

private fun vendorMap(support: VendorSupport): WritableMap = Arguments.createMap().apply {
    putString("vendor", support.vendor.id)
    putBoolean("isLinked", support.isLinked)
    putBoolean("isSupported", support.isSupported)
    putString("reason", support.reason)
}

internal fun tapMap(tap: Tap): WritableMap = Arguments.createMap().apply {
    putString("tapID", tap.tapID)
    putString("vendor", tap.vendor.id)
    putBoolean("coldStart", tap.coldStart)
    putString("rawJson", tap.raw.toString())
}

internal fun messageMap(message: ReceivedMessage, isShown: Boolean): WritableMap = Arguments.createMap().apply {
    putString("vendor", message.vendor.id)
    putBoolean("isShown", isShown)
    putString("rawJson", message.raw.toString())
}

internal fun deliveredMap(delivered: DeliveredNotification): WritableMap = Arguments.createMap().apply {
    putString("notificationID", delivered.notificationID)
    putString("title", delivered.title)
    putString("content", delivered.content)
    putString("channelID", delivered.channelID)
    putString("rawJson", delivered.raw.toString())
}

internal fun settingsMap(settings: NotificationSettings): WritableMap = Arguments.createMap().apply {
    putString("permission", settings.permission)
    putString("notifications", settings.notifications)
    putString("lockScreen", UNKNOWN)
    putString("sound", UNKNOWN)
    putString("badge", UNKNOWN)
    putString("banner", UNKNOWN)
    putString("doNotDisturb", settings.doNotDisturb)
}

internal fun channelMap(channel: ChannelState): WritableMap = Arguments.createMap().apply {
    putString("channelID", channel.channelID)
    putString("channelName", channel.channelName)
    putInt("importance", channel.importance)
}

internal fun tokenMap(vendor: Vendor, token: String): WritableMap = Arguments.createMap().apply {
    putString("vendor", vendor.id)
    putString("token", token)
}

internal fun failureMap(vendor: Vendor, code: String, message: String): WritableMap = Arguments.createMap().apply {
    putString("vendor", vendor.id)
    putString("code", code)
    putString("message", message)
}

internal fun credentialsOf(map: ReadableMap) = Credentials(
    appID = map.text("appID").orEmpty(),
    appKey = map.text("appKey").orEmpty(),
    appSecret = map.text("appSecret").orEmpty(),
)

internal fun channelRequestOf(map: ReadableMap) = ChannelRequest(
    channelID = map.text("channelID").orEmpty(),
    channelName = map.text("channelName").orEmpty(),
    channelDescription = map.text("channelDescription"),
    channelSound = map.text("channelSound"),
)

private fun ReadableMap.text(key: String): String? = if (hasKey(key) && !isNull(key)) getString(key) else null
