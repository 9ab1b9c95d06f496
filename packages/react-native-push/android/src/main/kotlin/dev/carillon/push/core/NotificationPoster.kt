package dev.carillon.push.core

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.os.Bundle
import java.util.UUID
import org.json.JSONObject

/** Channel of notifications that name none of the app's. */
const val DEFAULT_CHANNEL_ID = "carillon_messages"

/** The app's own manifest entries for FCM, which say what its notifications look like. */
private const val META_CHANNEL = "com.google.firebase.messaging.default_notification_channel_id"
private const val META_ICON = "com.google.firebase.messaging.default_notification_icon"

/** Shows a push that the vendor left to the app. A tap on it is a tap as on the vendor's own. */
class NotificationPoster(private val context: Context) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** @return false when the system shows none */
    fun post(message: ReceivedMessage): Boolean {
        if (!manager.areNotificationsEnabled()) return false
        val launch = context.packageManager.getLaunchIntentForPackage(context.packageName) ?: return false
        val key = message.tag.ifEmpty { messageIDOf(message.raw) ?: UUID.randomUUID().toString() }
        val carried = Bundle()
        carry(message.raw, carried)
        jsonObjectOrNull(message.raw.optString("data"))?.let { carry(it, carried) }
        launch.putExtras(carried).putExtra(EXTRA_VENDOR, message.vendor.id)
            .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_SINGLE_TOP)
        val onTap = PendingIntent.getActivity(
            context, key.hashCode(), launch, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE,
        )
        manager.notify(
            key, 0,
            builder(channelFor(message.channelID))
                .setSmallIcon(metaData()?.getInt(META_ICON)?.takeIf { it != 0 } ?: context.applicationInfo.icon.orDefaultIcon())
                .setContentTitle(message.title)
                .setContentText(message.content)
                .setStyle(Notification.BigTextStyle().bigText(message.content))
                .setContentIntent(onTap)
                .setAutoCancel(true)
                .addExtras(carried)
                .build(),
        )
        return true
    }

    private fun builder(channelID: String): Notification.Builder =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
            Notification.Builder(context, channelID)
        } else {
            @Suppress("DEPRECATION")
            Notification.Builder(context).setPriority(Notification.PRIORITY_HIGH).setDefaults(Notification.DEFAULT_ALL)
        }

    /** The push's, the app's default, or one of our own. */
    private fun channelFor(channelID: String): String {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return ""
        for (wanted in listOf(channelID, metaData()?.getString(META_CHANNEL).orEmpty())) {
            if (wanted.isNotEmpty() && manager.getNotificationChannel(wanted) != null) return wanted
        }
        if (manager.getNotificationChannel(DEFAULT_CHANNEL_ID) == null) {
            val name = context.applicationInfo.loadLabel(context.packageManager)
            manager.createNotificationChannel(
                NotificationChannel(DEFAULT_CHANNEL_ID, name, NotificationManager.IMPORTANCE_HIGH),
            )
        }
        return DEFAULT_CHANNEL_ID
    }

    @Suppress("DEPRECATION")
    private fun metaData(): Bundle? = try {
        context.packageManager.getApplicationInfo(context.packageName, PackageManager.GET_META_DATA).metaData
    } catch (_: PackageManager.NameNotFoundException) {
        null
    }

    private fun Int.orDefaultIcon(): Int = if (this == 0) android.R.drawable.ic_dialog_info else this
}

/** The texts of a vendor's message as extras, which is how the intent of a tap carries them. */
private fun carry(from: JSONObject, to: Bundle) {
    for (key in from.keys()) (from.get(key) as? String)?.let { to.putString(key, it) }
}
