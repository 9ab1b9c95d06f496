package dev.carillon.push.react

import android.app.Activity
import android.content.Intent
import com.facebook.react.bridge.ActivityEventListener
import com.facebook.react.bridge.Arguments
import com.facebook.react.bridge.Promise
import com.facebook.react.bridge.ReactApplicationContext
import com.facebook.react.bridge.ReadableArray
import com.facebook.react.bridge.ReadableMap
import dev.carillon.push.CarillonPush
import dev.carillon.push.NativeCarillonPushSpec
import dev.carillon.push.core.AppState
import dev.carillon.push.core.FailureCode
import dev.carillon.push.core.PushEvents
import dev.carillon.push.core.PushFailure
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.romProperties

/** The TurboModule: the core in the words of `src/native/NativeCarillonPush.ts`. */
class CarillonPushModule(reactContext: ReactApplicationContext) :
    NativeCarillonPushSpec(reactContext), PushEvents, ActivityEventListener {
    private val core = CarillonPush.core(reactContext)
    private val asker = PermissionAsker(reactContext, core)

    override fun initialize() {
        super.initialize()
        core.events.add(this)
        reactApplicationContext.addActivityEventListener(this)
    }

    override fun invalidate() {
        core.events.remove(this)
        reactApplicationContext.removeActivityEventListener(this)
        super.invalidate()
    }

    override fun getDeviceInfo(promise: Promise) = core.support.run { vendors ->
        promise.settle { deviceInfoMap(reactApplicationContext, romProperties(), vendors) }
    }

    override fun registerPush(vendor: String, credentials: ReadableMap, promise: Promise) = promise.guard {
        core.registration.register(vendorOf(vendor), credentialsOf(credentials)) { answer(promise, it) }
    }

    override fun unregisterPush(vendor: String, promise: Promise) = promise.guard {
        core.registration.unregister(vendorOf(vendor)) { result -> answer(promise, result.map { null }) }
    }

    override fun takeTaps(promise: Promise) = promise.settle {
        Arguments.createArray().apply { core.taps.take().forEach { pushMap(tapMap(it)) } }
    }

    override fun getAppState(promise: Promise) = promise.settle { core.appState.word }

    override fun getNotificationSettings(promise: Promise) =
        promise.settle { settingsMap(core.permission.settings()) }

    override fun requestNotificationPermission(promise: Promise) = promise.guard { asker.ask(promise) }

    override fun openNotificationSettings(promise: Promise) = promise.settle {
        reactApplicationContext.startActivity(core.permission.settingsPage())
        null
    }

    override fun setBadgeNum(badgeNum: Double, promise: Promise) = promise.settle {
        core.badge.set(maxOf(0.0, badgeNum).toInt())
        null
    }

    override fun clearAllNotification(promise: Promise) = promise.settle {
        core.tray.clear()
        null
    }

    override fun getDeliveredNotifications(promise: Promise) = promise.settle {
        Arguments.createArray().apply { core.tray.delivered().forEach { pushMap(deliveredMap(it)) } }
    }

    override fun removeDeliveredNotifications(notificationIDs: ReadableArray, promise: Promise) = promise.settle {
        core.tray.remove((0 until notificationIDs.size()).mapNotNullTo(HashSet()) { notificationIDs.getString(it) })
        null
    }

    override fun createNotificationChannel(channel: ReadableMap, promise: Promise) = promise.settle {
        core.channels.create(channelRequestOf(channel))
        null
    }

    override fun getNotificationChannels(promise: Promise) = promise.settle {
        Arguments.createArray().apply { core.channels.all().forEach { pushMap(channelMap(it)) } }
    }

    override fun disablePostNotificationInForeground(disabled: Boolean, promise: Promise) = promise.settle {
        core.messages.isPostingInForegroundDisabled = disabled
        null
    }

    override fun getVoipToken(promise: Promise) =
        promise.reject(FailureCode.UNAVAILABLE, "PushKit's token is iOS's: Android has none.")

    override fun getAppConfig(promise: Promise) = promise.settle { appConfigOf(reactApplicationContext) }

    override fun onToken(vendor: Vendor, token: String) = emit { emitOnToken(tokenMap(vendor, token)) }

    override fun onRegistrationFailed(vendor: Vendor, code: String, message: String) =
        emit { emitOnRegistrationFailed(failureMap(vendor, code, message)) }

    override fun onTap() = emit { emitOnTap() }

    override fun onAppState(state: AppState) = emit { emitOnAppState(state.word) }

    override fun onMessage(message: ReceivedMessage, isShown: Boolean) =
        emit { emitOnMessage(messageMap(message, isShown)) }

    override fun onMessageRevoked(msgID: String) = emit { emitOnMessageRevoked(msgID) }

    override fun onNewIntent(intent: Intent) = core.onNewIntent(intent)

    override fun onActivityResult(activity: Activity, requestCode: Int, resultCode: Int, data: Intent?) {}

    /** JavaScript gives the callback when it first uses the module: before that nobody listens. */
    private fun emit(send: () -> Unit) {
        if (mEventEmitterCallback != null) send()
    }

    private fun answer(promise: Promise, result: Result<String?>) =
        result.fold({ promise.resolve(it) }, { promise.rejectWith(it) })

    private fun vendorOf(id: String): Vendor = Vendor.of(id)
        ?: throw PushFailure(FailureCode.UNAVAILABLE, "Android phones have no push service \"$id\".")

    companion object {
        const val NAME = NativeCarillonPushSpec.NAME
    }
}
