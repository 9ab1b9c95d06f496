package dev.carillon.push.core

import android.Manifest
import android.app.NotificationManager
import android.content.Context
import android.content.Intent
import android.content.SharedPreferences
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.provider.Settings

private const val ASKED = "askedForNotifications"

/** The user's switches for this app; each 'on', 'off' or 'unknown'. */
data class NotificationSettings(
    /** 'granted', 'denied' or 'not-determined'. */
    val permission: String,
    val notifications: String,
    val doNotDisturb: String,
)

/** The permission to show notifications (Android 13 and newer), and the switches around it. */
class NotificationPermission(private val context: Context, private val store: SharedPreferences) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** The runtime permission to ask for; null before Android 13, where the app's switch alone counts. */
    val runtimePermission: String?
        get() = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) Manifest.permission.POST_NOTIFICATIONS else null

    /** Whether notifications are shown as things stand. */
    fun isGranted(): Boolean = manager.areNotificationsEnabled() && hasRuntimePermission()

    /** Whether asking shows a dialog: Android shows it until the user has refused twice. */
    fun canAsk(): Boolean = runtimePermission != null && !hasRuntimePermission()

    /** From now on a missing permission is a refusal. */
    fun markAsked() = store.edit().putBoolean(ASKED, true).apply()

    fun settings(): NotificationSettings = NotificationSettings(
        permission = when {
            isGranted() -> "granted"
            runtimePermission != null && !hasRuntimePermission() && !store.getBoolean(ASKED, false) -> "not-determined"
            else -> "denied"
        },
        notifications = if (manager.areNotificationsEnabled()) "on" else "off",
        doNotDisturb = when (manager.currentInterruptionFilter) {
            NotificationManager.INTERRUPTION_FILTER_ALL -> "off"
            NotificationManager.INTERRUPTION_FILTER_UNKNOWN -> "unknown"
            else -> "on"
        },
    )

    /** The system's page of this app's notifications. */
    fun settingsPage(): Intent {
        val page = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
            Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, context.packageName)
        } else {
            Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", context.packageName, null))
        }
        return page.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
    }

    private fun hasRuntimePermission(): Boolean {
        val permission = runtimePermission ?: return true
        return context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
    }
}
