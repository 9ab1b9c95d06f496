package dev.carillon.push.vendors

import android.content.Intent
import com.hihonor.push.sdk.HonorPushDataMsg
import com.huawei.hms.push.RemoteMessage
import com.meizu.cloud.pushsdk.handler.MzPushMessage
import com.meizu.cloud.pushsdk.platform.message.RegisterStatus
import com.vivo.push.model.UPSNotificationMessage
import com.xiaomi.mipush.sdk.MiPushCommandMessage
import com.xiaomi.mipush.sdk.MiPushMessage
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.PushCore
import dev.carillon.push.core.Vendor
import dev.carillon.push.fcm.CarillonFcmService
import dev.carillon.push.honor.CarillonHonorService
import dev.carillon.push.huawei.CarillonHuaweiService
import dev.carillon.push.meizu.CarillonMeizuReceiver
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.FcmNotification
import dev.carillon.push.testing.Library
import dev.carillon.push.testing.RecordedEvents
import dev.carillon.push.testing.RefusedByHuawei
import dev.carillon.push.testing.fcmMessage
import dev.carillon.push.vivo.CarillonVivoReceiver
import dev.carillon.push.xiaomi.CarillonXiaomiReceiver
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

/** What the vendors' libraries call: tokens, taps and messages. */
@RunWith(RobolectricTestRunner::class)
class CallbacksOfVendorsTest {
    private val application = RuntimeEnvironment.getApplication()
    private val work = FakeWork()
    private val events = RecordedEvents()
    private val core = PushCore(application, work = work).also { it.events.add(events) }

    @Before
    fun start() {
        Library.reset()
        CarillonPush.replaceCore(core)
    }

    @After
    fun end() = CarillonPush.replaceCore(null)

    private fun registered(vendor: Vendor) {
        core.registration.register(vendor, Credentials("id", "key")) {}
        work.passTime()
    }

    private class XiaomiMessage(private val payload: String = "{\"ext\":\"{}\",\"msgID\":\"m1\"}") : MiPushMessage() {
        override fun getMessageId() = "slm1"
        override fun getTitle() = "Ann"
        override fun getDescription() = "Hi"
        override fun getContent() = payload
        override fun getExtra() = mapOf("ext" to "{}")
        override fun getNotifyId() = 7
        override fun isNotified() = true
    }

    @Test
    fun `FCM's tokens and messages`() {
        registered(Vendor.FCM)
        val service = Robolectric.setupService(CarillonFcmService::class.java)
        service.onNewToken("g2")
        assertEquals(listOf("token fcm g2"), events.told)
        service.onMessageReceived(fcmMessage(mapOf("ext" to "{}", "msgID" to "m1"), FcmNotification("Ann", "Hi")))
        service.onMessageReceived(fcmMessage(mapOf("a" to "b")))
        val (shown, data) = events.messages.map { it.first }
        assertEquals(listOf("Ann", "Hi", "room", ""), listOf(shown.title, shown.content, shown.tag, shown.channelID))
        assertEquals("{\"title\":\"Ann\",\"body\":\"Hi\"}", shown.raw.getJSONObject("notification").toString())
        assertEquals("{}", shown.raw.getJSONObject("data").getString("ext"))
        assertEquals("", data.title + data.content)
    }

    @Test
    fun `Huawei's tokens by both callbacks, errors and messages`() {
        registered(Vendor.HUAWEI)
        val service = Robolectric.setupService(CarillonHuaweiService::class.java)
        service.onNewToken("h2")
        service.onNewToken("h2", null)
        service.onNewToken(null)
        service.onTokenError(RefusedByHuawei(6003))
        service.onTokenError(IllegalStateException("no HMS Core"), null)
        assertEquals(
            listOf(
                "token huawei h2",
                "failed huawei 6003 RefusedByHuawei: 6003: certificate fingerprint error",
                "failed huawei  IllegalStateException: no HMS Core",
            ),
            events.told,
        )
        service.onMessageReceived(null)
        service.onMessageReceived(object : RemoteMessage() {
            override fun getMessageId() = "1"
            override fun getData() = "{\"ext\":\"{}\"}"
            override fun getNotification(): Notification? = null
        })
        assertEquals("{\"ext\":\"{}\"}", events.messages.single().first.raw.getString("data"))
    }

    @Test
    fun `Honor's tokens and data messages`() {
        registered(Vendor.HONOR)
        val service = Robolectric.setupService(CarillonHonorService::class.java)
        service.onNewToken("n2")
        service.onNewToken(null)
        assertEquals(listOf("token honor n2"), events.told)
        service.onMessageReceived(null)
        service.onMessageReceived(object : HonorPushDataMsg() {
            override fun getMsgId() = 9L
            override fun getData() = "{\"msgID\":\"m1\"}"
        })
        assertEquals("{\"msgID\":\"m1\"}", events.messages.single().first.raw.getString("data"))
    }

    private fun command(name: String, code: Long, arguments: List<String>?) = object : MiPushCommandMessage() {
        override fun getCommand() = name
        override fun getResultCode() = code
        override fun getCommandArguments() = arguments
        override fun getReason() = "appID is wrong"
    }

    @Test
    fun `Xiaomi's regId, refusals, taps and messages`() {
        registered(Vendor.XIAOMI)
        val receiver = CarillonXiaomiReceiver()
        receiver.onReceiveRegisterResult(application, command("register", 0, listOf("x1")))
        receiver.onReceiveRegisterResult(application, command("register", 0, null))
        receiver.onReceiveRegisterResult(application, command("set-alias", 0, listOf("not a token")))
        receiver.onReceiveRegisterResult(application, command("register", 70000002, null))
        assertEquals(listOf("token xiaomi x1", "failed xiaomi 70000002 appID is wrong"), events.told)
        receiver.onNotificationMessageClicked(application, XiaomiMessage())
        receiver.onNotificationMessageArrived(application, XiaomiMessage())
        receiver.onReceivePassThroughMessage(application, XiaomiMessage("p"))
        val tap = core.taps.take().single()
        assertEquals("xiaomi:m1", tap.tapID)
        assertEquals(
            JSONObject(
                mapOf(
                    "messageId" to "slm1", "title" to "Ann", "description" to "Hi",
                    "content" to "{\"ext\":\"{}\",\"msgID\":\"m1\"}", "extra" to mapOf("ext" to "{}"), "notifyId" to 7,
                ),
            ).toString(),
            tap.raw.toString(),
        )
        assertEquals(listOf(true, false), events.messages.map { it.second })
    }

    @Test
    fun `Xiaomi's message in the opened activity's intent`() {
        core.onNewIntent(Intent().putExtra("key_message", XiaomiMessage()).putExtra("page", "chat"))
        core.onNewIntent(Intent().putExtra("key_message", "no message"))
        val tap = core.taps.take().single()
        assertEquals("Ann", tap.raw.getJSONObject("key_message").getString("title"))
        assertEquals("chat", tap.raw.getString("page"))
    }

    @Test
    fun `vivo's regId, taps and messages that are not shown`() {
        registered(Vendor.VIVO)
        val receiver = CarillonVivoReceiver()
        receiver.onReceiveRegId(application, "v2-2")
        assertEquals(listOf("token vivo v2-2"), events.told)
        val message = object : UPSNotificationMessage() {
            override fun getMsgId() = 5L
            override fun getTitle() = "Ann"
            override fun getContent() = "Hi"
            override fun getSkipType() = 1
            override fun getSkipContent() = ""
            override fun getParams() = mapOf("ext" to "{}", "msgID" to "m1")
        }
        receiver.onNotificationMessageClicked(application, message)
        receiver.onForegroundMessageArrived(message)
        val tap = core.taps.take().single()
        assertEquals("vivo:m1", tap.tapID)
        assertEquals("{}", tap.raw.getJSONObject("params").getString("ext"))
        assertEquals("Ann", events.messages.single().first.title)
        CarillonPush.replaceCore(null)
        receiver.onForegroundMessageArrived(message)
    }

    private fun status(code: String, pushId: String?) = object : RegisterStatus() {
        override fun getCode() = code
        override fun getMessage() = "appId is wrong"
        override fun getPushId() = pushId
    }

    @Test
    fun `Meizu's pushId, refusals, taps and messages`() {
        registered(Vendor.MEIZU)
        val receiver = CarillonMeizuReceiver()
        receiver.onRegisterStatus(application, status("200", "UCI1"))
        receiver.onRegisterStatus(application, status("200", null))
        receiver.onRegisterStatus(application, status("110000", null))
        receiver.onRegisterStatus(application, null)
        assertEquals(listOf("token meizu UCI1", "failed meizu 110000 appId is wrong"), events.told)
        val message = object : MzPushMessage() {
            override fun getTitle() = "Ann"
            override fun getContent() = "Hi"
            override fun getSelfDefineContentString() = "{\"ext\":\"{}\",\"msgID\":\"m1\"}"
        }
        receiver.onNotificationClicked(application, message)
        receiver.onNotificationClicked(application, null)
        // Flyme opens the app with the same parameters as extras: the same tap.
        core.onNewIntent(Intent().putExtra("ext", "{}").putExtra("msgID", "m1"))
        receiver.onNotificationArrived(application, message)
        assertEquals(listOf("meizu:m1"), core.taps.take().map { it.tapID })
        assertEquals(listOf(true), events.messages.map { it.second })
        assertNull(core.taps.take().firstOrNull())
    }
}
