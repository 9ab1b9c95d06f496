package dev.carillon.push.core

import android.app.Activity
import android.app.Application
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.util.Log
import org.json.JSONObject

internal const val LOG_TAG = "CarillonPush"
private const val STORE = "dev.carillon.push"

/** The parts of the module, one of each for the process; knows no vendor's types and no React. */
class PushCore(
    private val application: Application,
    val catalog: VendorCatalog = VendorCatalog(),
    work: Work = ThreadWork(),
) {
    private val store = application.getSharedPreferences(STORE, Context.MODE_PRIVATE)
    val events = EventFan()
    val registration = Registration(application, catalog, store, work, events)
    val taps = TapQueue(store, events)
    val support = SupportSurvey(application, catalog, work)
    val channels = NotificationChannels(application)
    val permission = NotificationPermission(application, store)
    val badge = Badge(application)
    val tray = Tray(application, catalog)
    private val reader = TapReader(catalog, ::likelyVendor)
    private val appStateWatcher = AppStateWatcher(events, ::activityOpened)
    val messages = Messages(tray, NotificationPoster(application), events, badge::set) { appState }

    /** In front, behind a dialog, or away: the whole process. */
    val appState: AppState
        get() = appStateWatcher.state

    /** From the start of the process on: sees each activity, and has each linked vendor's component run. */
    fun start() {
        application.registerActivityLifecycleCallbacks(appStateWatcher)
        for (vendor in Vendor.entries) vendor.components.forEach { enableComponent(vendor, it) }
    }

    /** An intent came to an activity that is there already. */
    fun onNewIntent(intent: Intent?) = queueTapOf(intent, coldStart = false)

    /**
     * A vendor's library says that a notification was tapped.
     * @param opensApp the library leaves opening the app to us
     */
    fun onTapped(vendor: Vendor, raw: JSONObject, opensApp: Boolean) {
        taps.add(vendor, raw, coldStart = !appStateWatcher.hasBeenInFront)
        if (!opensApp) return
        val launch = application.packageManager.getLaunchIntentForPackage(application.packageName) ?: return
        try {
            application.startActivity(launch.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        } catch (error: RuntimeException) {
            Log.w(LOG_TAG, "The app could not be opened for a tap of ${vendor.id}: ${wordsOf(error)}")
        }
    }

    private fun activityOpened(activity: Activity, isFirst: Boolean, isNew: Boolean) {
        if (isNew) queueTapOf(activity.intent, coldStart = isFirst) else reader.markRead(activity.intent)
    }

    private fun queueTapOf(intent: Intent?, coldStart: Boolean) {
        val tap = reader.read(intent) ?: return
        taps.add(tap.vendor, tap.raw, coldStart)
    }

    /** Extras that name no vendor came from the one this phone is registered with. */
    private fun likelyVendor(): Vendor = registration.activeVendor
        ?: routeOf(Build.MANUFACTURER).find(catalog::isLinked)
        ?: catalog.linkedVendors().singleOrNull()
        ?: Vendor.FCM

    /**
     * Our services and receivers are switched off in the manifest: without its vendor's library such a class
     * cannot be loaded, and any app on the phone could make this one crash by calling it.
     */
    private fun enableComponent(vendor: Vendor, name: String) {
        val component = ComponentName(application, name)
        val wanted =
            if (catalog.isLinked(vendor)) PackageManager.COMPONENT_ENABLED_STATE_ENABLED
            else PackageManager.COMPONENT_ENABLED_STATE_DEFAULT
        try {
            val manager = application.packageManager
            if (manager.getComponentEnabledSetting(component) == wanted) return
            manager.setComponentEnabledSetting(component, wanted, PackageManager.DONT_KILL_APP)
        } catch (error: RuntimeException) {
            // The app took the entry out of its manifest.
            Log.i(LOG_TAG, "$name is not in the app's manifest: ${wordsOf(error)}")
        }
    }
}
