package dev.carillon.push.core

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Bundle

/** `Intent.FLAG_RECEIVER_INCLUDE_BACKGROUND`: launchers also listen by their manifest. */
private const val INCLUDE_BACKGROUND = 0x01000000

/** How a maker's launcher is told the number on the app's icon. */
internal sealed interface BadgeRoute {
    /** A call to the launcher's content provider. */
    data class Provider(val authority: String, val method: String, val extras: (BadgeTarget, Int) -> Bundle) : BadgeRoute

    data class Broadcast(val make: (BadgeTarget, Int) -> Intent) : BadgeRoute
}

internal data class BadgeTarget(val packageName: String, val launcherClass: String)

/** The number on the app's icon, each maker's way. A launcher without one takes no notice. */
class Badge(private val context: Context, private val manufacturer: String = Build.MANUFACTURER) {
    /** 0 takes it away. */
    fun set(badgeNum: Int) {
        val launcher = context.packageManager.getLaunchIntentForPackage(context.packageName)?.component ?: return
        val target = BadgeTarget(launcher.packageName, launcher.className)
        for (route in badgeRoutesOf(manufacturer)) {
            try {
                when (route) {
                    is BadgeRoute.Provider -> context.contentResolver.call(
                        Uri.parse("content://${route.authority}"), route.method, null, route.extras(target, badgeNum),
                    )
                    is BadgeRoute.Broadcast -> context.sendBroadcast(route.make(target, badgeNum))
                }
            } catch (_: RuntimeException) {
                // This launcher has no such provider, or not for this app (OPPO's must be applied for).
            }
        }
    }
}

internal fun badgeRoutesOf(manufacturer: String): List<BadgeRoute> =
    when (val maker = manufacturer.trim().lowercase()) {
        "huawei" -> listOf(huaweiLauncher("com.huawei.android.launcher.settings/badge/"))
        "honor" -> listOf(
            huaweiLauncher("com.hihonor.android.launcher.settings/badge/"),
            // Honor phones from before it left Huawei.
            huaweiLauncher("com.huawei.android.launcher.settings/badge/"),
        )
        "oppo", "oneplus", "realme" -> listOf(
            BadgeRoute.Provider("com.android.badge/badge", "setAppBadgeCount") { _, badgeNum ->
                Bundle().apply { putInt("app_badge_count", badgeNum) }
            },
        )
        "vivo", "iqoo" -> listOf(
            BadgeRoute.Broadcast { target, badgeNum ->
                Intent("launcher.action.CHANGE_APPLICATION_NOTIFICATION_NUM")
                    .putExtra("packageName", target.packageName)
                    .putExtra("className", target.launcherClass)
                    .putExtra("notificationNum", badgeNum)
                    .addFlags(INCLUDE_BACKGROUND)
            },
        )
        // MIUI up to 11; newer ones count the notifications in the tray themselves.
        "xiaomi", "redmi", "poco", "blackshark" -> listOf(
            BadgeRoute.Broadcast { target, badgeNum ->
                Intent("android.intent.action.APPLICATION_MESSAGE_UPDATE")
                    .putExtra(
                        "android.intent.extra.update_application_component_name",
                        ComponentName(target.packageName, target.launcherClass).flattenToString(),
                    )
                    .putExtra(
                        "android.intent.extra.update_application_message_text",
                        if (badgeNum == 0) "" else badgeNum.toString(),
                    )
                    .addFlags(INCLUDE_BACKGROUND)
            },
        )
        // Flyme shows dots only.
        "meizu" -> emptyList()
        else -> if (maker in samsungLike) listOf(BadgeRoute.Broadcast(::badgeCountUpdate)) else emptyList()
    }

private val samsungLike = setOf("samsung", "lge", "asus")

private fun badgeCountUpdate(target: BadgeTarget, badgeNum: Int): Intent =
    Intent("android.intent.action.BADGE_COUNT_UPDATE")
        .putExtra("badge_count", badgeNum)
        .putExtra("badge_count_package_name", target.packageName)
        .putExtra("badge_count_class_name", target.launcherClass)
        .addFlags(INCLUDE_BACKGROUND)

private fun huaweiLauncher(authority: String) =
    BadgeRoute.Provider(authority, "change_badge") { target, badgeNum ->
        Bundle().apply {
            putString("package", target.packageName)
            putString("class", target.launcherClass)
            putInt("badgenumber", badgeNum)
        }
    }
