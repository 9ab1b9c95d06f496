package dev.carillon.push.react

import android.Manifest
import android.app.Activity
import android.app.NotificationManager
import android.content.Intent
import android.content.pm.PackageManager
import com.facebook.react.bridge.BridgeReactContext
import com.facebook.react.bridge.CxxCallbackImpl
import com.facebook.react.bridge.BaseJavaModule
import com.facebook.react.bridge.JavaOnlyArray
import com.facebook.react.bridge.JavaOnlyMap
import com.facebook.react.bridge.Promise
import com.facebook.react.bridge.ReactMethod
import com.facebook.react.bridge.ReadableArray
import com.facebook.react.bridge.ReadableMap
import com.facebook.react.modules.core.PermissionAwareActivity
import com.facebook.react.modules.core.PermissionListener
import dev.carillon.push.CarillonPush
import dev.carillon.push.CarillonPushPackage
import dev.carillon.push.NativeCarillonPushSpec
import dev.carillon.push.core.AppState
import dev.carillon.push.core.PushCore
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.FakePromise
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.ShadowCxxCallback
import dev.carillon.push.testing.catalogOf
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow

/** The TurboModule as JavaScript sees it. */
@RunWith(RobolectricTestRunner::class)
class CarillonPushModuleTest {
    private val application = RuntimeEnvironment.getApplication()
    private val xiaomi = FakeAdapter()
    private val fcm = FakeAdapter().apply { unsupported = "no Play services" }
    private val work = FakeWork()
    private val core = PushCore(application, catalogOf(mapOf(Vendor.XIAOMI to xiaomi, Vendor.FCM to fcm)), work)
    private lateinit var reactContext: BridgeReactContext
    private lateinit var module: CarillonPushModule

    @Before
    fun start() {
        CarillonPush.replaceCore(core)
        reactContext = BridgeReactContext(application)
        module = CarillonPushModule(reactContext)
        module.initialize()
        ShadowCxxCallback.emitted.clear()
    }

    @After
    fun end() = CarillonPush.replaceCore(null)

    private fun answerOf(call: (Promise) -> Unit): FakePromise = FakePromise().also(call).also {
        assertEquals(1, it.settled)
    }

    private fun listen() {
        val set = BaseJavaModule::class.java.getDeclaredMethod("setEventEmitterCallback", CxxCallbackImpl::class.java)
        set.isAccessible = true
        set.invoke(module, Shadow.newInstanceOf(CxxCallbackImpl::class.java))
    }

    @Test
    fun `has every method of the spec, each settling its promise`() {
        val methods = NativeCarillonPushSpec::class.java.declaredMethods.filter { it.isAnnotationPresent(ReactMethod::class.java) }
        assertTrue(methods.size >= 17)
        shadowOf(application).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
        for (method in methods) {
            val promise = FakePromise()
            val arguments = method.parameterTypes.map { type ->
                when (type) {
                    Promise::class.java -> promise
                    String::class.java -> "xiaomi"
                    Boolean::class.javaPrimitiveType -> true
                    Double::class.javaPrimitiveType -> 3.0
                    ReadableMap::class.java -> JavaOnlyMap.of("channelID", "chat", "channelName", "Chat", "appID", "i")
                    ReadableArray::class.java -> JavaOnlyArray.of("1|room")
                    else -> error("${method.name} takes a $type")
                }
            }
            method.invoke(module, *arguments.toTypedArray())
            work.passTime()
            assertEquals(method.name, 1, promise.settled)
            if (method.name != "getVoipToken") assertNull("${method.name}: ${promise.rejection}", promise.rejection)
        }
    }

    @Test
    fun `sends every event of the spec but PushKit's`() {
        listen()
        core.events.onToken(Vendor.XIAOMI, "t1")
        core.events.onRegistrationFailed(Vendor.XIAOMI, "1", "no")
        core.events.onTap()
        core.events.onAppState(AppState.BACKGROUND)
        core.events.onMessage(ReceivedMessage(Vendor.FCM, "Ann", "Hi", JSONObject().put("a", 1), false), true)
        core.events.onMessageRevoked("m1")
        assertEquals(
            listOf(
                "[onToken, {vendor=xiaomi, token=t1}]",
                "[onRegistrationFailed, {vendor=xiaomi, code=1, message=no}]",
                "[onTap]",
                "[onAppState, background]",
                "[onMessage, {vendor=fcm, isShown=true, rawJson={\"a\":1}}]",
                "[onMessageRevoked, m1]",
            ),
            ShadowCxxCallback.emitted.map { inWords(it) },
        )
        val events = NativeCarillonPushSpec::class.java.declaredMethods
            .map { it.name }.filter { it.startsWith("emitOn") }.map { "o" + it.removePrefix("emitO") }
        val sent = ShadowCxxCallback.emitted.map { it.first() }
        assertEquals(setOf("onVoipToken"), events.toSet() - sent.toSet())
    }

    private fun inWords(event: List<Any?>): String =
        event.map { if (it is JavaOnlyMap) it.toHashMap().entries.sortedBy { e -> keyOrder.indexOf(e.key) }.joinToString(", ", "{", "}") else it }
            .toString()

    private val keyOrder = listOf("vendor", "token", "code", "message", "isShown", "rawJson")

    @Test
    fun `an event before anybody listens, or after the end, is dropped`() {
        core.events.onToken(Vendor.XIAOMI, "t1")
        listen()
        module.invalidate()
        core.events.onToken(Vendor.XIAOMI, "t2")
        assertEquals(emptyList<Any>(), ShadowCxxCallback.emitted)
    }

    @Test
    fun `tells what the phone is, and every vendor's state`() {
        shadowOf(application.packageManager).getInternalMutablePackageInfo(application.packageName).versionName = "1.2"
        val info = answerOf(module::getDeviceInfo).value as JavaOnlyMap
        assertEquals(listOf("android", "34", "", "1.2"), listOf("system", "systemVersion", "apsEnvironment", "appVersion").map(info::getString))
        val vendors = info.getArray("vendors")!!
        assertEquals(Vendor.entries.map { it.id }, (0 until vendors.size()).map { vendors.getMap(it)?.getString("vendor") })
        val first = vendors.getMap(0)!!
        assertEquals(listOf(true, false), listOf(first.getBoolean("isLinked"), first.getBoolean("isSupported")))
        assertEquals("no Play services", first.getString("reason"))
    }

    @Test
    fun `registers, and says with a code what went wrong`() {
        xiaomi.token = "t1"
        val credentials = JavaOnlyMap.of("appID", "i", "appKey", "k")
        assertEquals("t1", answerOf { module.registerPush("xiaomi", credentials, it) }.value)
        assertEquals("i k ", xiaomi.registered.single().run { "$appID $appKey $appSecret" })
        val rejections = mapOf(
            "fcm" to "no Play services",
            "apns" to "Android phones have no push service \"apns\".",
            "honor" to "The push library of honor is not in this build of the app (com.hihonor.push.sdk.HonorPushClient is missing).",
        )
        for ((vendor, words) in rejections) {
            val promise = answerOf { module.registerPush(vendor, JavaOnlyMap(), it) }
            assertEquals("CARILLON_PUSH_UNAVAILABLE" to words, promise.rejection)
        }
        assertEquals(
            "CARILLON_PUSH_UNAVAILABLE" to "PushKit's token is iOS's: Android has none.",
            answerOf(module::getVoipToken).rejection,
        )
        val channel = JavaOnlyMap.of("channelID", "chat", "channelName", "Chat", "channelSound", "ring")
        assertEquals("CARILLON_PUSH_CHANNEL", answerOf { module.createNotificationChannel(channel, it) }.rejection?.first)
    }

    @Test
    fun `a tap that came before the module waits for takeTaps`() {
        module.registerPush("xiaomi", JavaOnlyMap(), FakePromise())
        module.onNewIntent(Intent().putExtra("ext", "{\"a\":1}").putExtra("msgID", "m1"))
        val taps = answerOf(module::takeTaps).value as JavaOnlyArray
        val tap = taps.getMap(0)!!
        assertEquals("xiaomi:m1", tap.getString("tapID"))
        assertEquals("{\"a\":1}", JSONObject(tap.getString("rawJson")!!).getString("ext"))
        assertEquals(0, (answerOf(module::takeTaps).value as JavaOnlyArray).size())
    }

    class AskingActivity : Activity(), PermissionAwareActivity {
        var asked = 0
        var listener: PermissionListener? = null

        override fun requestPermissions(permissions: Array<String>, requestCode: Int, listener: PermissionListener?) {
            asked += 1
            this.listener = listener
            code = requestCode
        }

        var code = 0
    }

    @Test
    fun `asks for the permission once for all who ask, and tells the answer`() {
        shadowOf(application).denyPermissions(Manifest.permission.POST_NOTIFICATIONS)
        val early = answerOf(module::requestNotificationPermission)
        assertEquals("CARILLON_PUSH_PERMISSION", early.rejection?.first)

        val activity = Robolectric.buildActivity(AskingActivity::class.java).create().get()
        reactContext.onHostResume(activity)
        val promises = listOf(FakePromise(), FakePromise())
        promises.forEach(module::requestNotificationPermission)
        shadowOf(android.os.Looper.getMainLooper()).idle()
        assertEquals(1, activity.asked)
        assertEquals("not-determined", core.permission.settings().permission)
        val listener = activity.listener!!
        assertEquals(false, listener.onRequestPermissionsResult(1, arrayOf(), intArrayOf()))
        assertEquals(true, listener.onRequestPermissionsResult(activity.code, arrayOf(), intArrayOf(PackageManager.PERMISSION_DENIED)))
        assertEquals(listOf<Any?>(false, false), promises.map { it.value })
        assertEquals("denied", core.permission.settings().permission)

        shadowOf(application).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
        assertEquals(true, answerOf(module::requestNotificationPermission).value)
        assertEquals(1, activity.asked)
    }

    @Test
    fun `opens the system's page, keeps the number at 0 or above, and lets pushes be shown in front`() {
        answerOf(module::openNotificationSettings)
        assertEquals("android.settings.APP_NOTIFICATION_SETTINGS", shadowOf(application).nextStartedActivity.action)
        answerOf { module.setBadgeNum(-1.0, it) }
        answerOf { module.disablePostNotificationInForeground(false, it) }
        assertEquals(false, core.messages.isPostingInForegroundDisabled)
        assertEquals("", answerOf(module::getAppConfig).value)
        assertNotNull(application.getSystemService(NotificationManager::class.java))
    }

    @Test
    fun `the package makes it with the app, under its name`() {
        val reactPackage = CarillonPushPackage()
        assertTrue(reactPackage.getModule("CarillonPush", reactContext) is CarillonPushModule)
        assertNull(reactPackage.getModule("Other", reactContext))
        val info = reactPackage.getReactModuleInfoProvider().getReactModuleInfos().getValue("CarillonPush")
        assertEquals(listOf(true, true, false), listOf(info.needsEagerInit, info.isTurboModule, info.isCxxModule))
    }
}
