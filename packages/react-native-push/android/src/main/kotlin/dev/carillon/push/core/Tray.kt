package dev.carillon.push.core

import android.app.Notification
import android.app.NotificationManager
import android.content.Context
import android.os.Build
import android.service.notification.StatusBarNotification
import org.json.JSONObject

/** A notification of this app in the tray. */
data class DeliveredNotification(
    /** `<id>|<tag>` of the status bar notification. */
    val notificationID: String,
    val title: String,
    val content: String,
    val channelID: String,
    val raw: JSONObject,
)

/** The app's notifications in the tray. */
class Tray(private val context: Context, private val catalog: VendorCatalog) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** Oldest first, without the covers Android puts over a group. */
    fun delivered(): List<DeliveredNotification> = manager.activeNotifications
        .filter { it.notification.flags and Notification.FLAG_GROUP_SUMMARY == 0 }
        .sortedBy { it.postTime }
        .map(::describe)

    /** Those that are not there are passed over. */
    fun remove(notificationIDs: Collection<String>) {
        for (shown in manager.activeNotifications) {
            if (idOf(shown) in notificationIDs) manager.cancel(shown.tag, shown.id)
        }
    }

    /** All, those that the vendors' services put there included. */
    fun clear() {
        manager.cancelAll()
        for (vendor in catalog.linkedVendors()) {
            try {
                catalog.adapter(vendor)?.clearNotifications(context)
            } catch (_: Exception) {
                // Not this phone's vendor.
            } catch (_: LinkageError) {
                // Another version of the library, without that call.
            }
        }
    }

    private fun describe(shown: StatusBarNotification): DeliveredNotification {
        val notification = shown.notification
        val raw = jsonOf(notification.extras)
        // Android's own keys are the texts and icons, which are told above.
        raw.keys().asSequence().filter { it.startsWith("android.") }.toList().forEach { raw.remove(it) }
        return DeliveredNotification(
            notificationID = idOf(shown),
            title = notification.extras.getCharSequence(Notification.EXTRA_TITLE)?.toString().orEmpty(),
            content = notification.extras.getCharSequence(Notification.EXTRA_TEXT)?.toString().orEmpty(),
            channelID = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) notification.channelId.orEmpty() else "",
            raw = raw,
        )
    }

    private fun idOf(shown: StatusBarNotification): String = "${shown.id}|${shown.tag.orEmpty()}"
}
