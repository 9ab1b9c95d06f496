package dev.carillon.push.react

import android.content.pm.PackageManager
import com.facebook.react.bridge.Promise
import com.facebook.react.bridge.ReactApplicationContext
import com.facebook.react.bridge.UiThreadUtil
import com.facebook.react.modules.core.PermissionAwareActivity
import com.facebook.react.modules.core.PermissionListener
import dev.carillon.push.core.FailureCode
import dev.carillon.push.core.PushCore
import dev.carillon.push.core.PushFailure

private const val REQUEST_CODE = 0x4350

/** Shows Android's dialog for notifications through the activity in front. */
internal class PermissionAsker(private val reactContext: ReactApplicationContext, private val core: PushCore) {
    private val waiting = ArrayList<Promise>()

    /** Resolves to whether notifications are shown; without a dialog where Android shows none. */
    fun ask(promise: Promise) {
        if (core.permission.isGranted()) return promise.resolve(true)
        askVendors()
        val permission = core.permission.runtimePermission
        if (permission == null || !core.permission.canAsk()) return promise.resolve(core.permission.isGranted())
        val activity = reactContext.currentActivity as? PermissionAwareActivity
            ?: throw PushFailure(FailureCode.PERMISSION, "The app is not in front: Android shows the dialog over it only.")
        synchronized(waiting) {
            waiting.add(promise)
            // One dialog answers all who ask meanwhile.
            if (waiting.size > 1) return
        }
        UiThreadUtil.runOnUiThread {
            try {
                activity.requestPermissions(arrayOf(permission), REQUEST_CODE, listener())
            } catch (error: RuntimeException) {
                takeWaiting().forEach { it.rejectWith(error) }
            }
        }
    }

    private fun listener() = PermissionListener { requestCode, _, results ->
        if (requestCode != REQUEST_CODE) return@PermissionListener false
        // No results: the dialog was cut short, by a turned phone for one. Not an answer.
        if (results.isNotEmpty()) core.permission.markAsked()
        val isGranted = results.firstOrNull() == PackageManager.PERMISSION_GRANTED && core.permission.isGranted()
        takeWaiting().forEach { it.resolve(isGranted) }
        true
    }

    private fun takeWaiting(): List<Promise> = synchronized(waiting) { ArrayList(waiting).also { waiting.clear() } }

    // OPPO's dialog is the only one its phones show before Android 13.
    private fun askVendors() {
        val vendor = core.registration.activeVendor ?: return
        try {
            core.catalog.adapter(vendor)?.askForNotifications(reactContext)
        } catch (_: Exception) {
            // The system's own dialog follows.
        } catch (_: LinkageError) {
            // Another version of the library, without a dialog.
        }
    }
}
