package dev.carillon.push.vendors

import dev.carillon.push.CarillonPush
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.PushCore
import dev.carillon.push.core.PushFailure
import dev.carillon.push.core.Vendor
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.Library
import dev.carillon.push.testing.RecordedEvents
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

/** Each vendor's adapter and service against its library, which shadows stand in for. */
@RunWith(RobolectricTestRunner::class)
class RegistrationOfVendorsTest {
    private val application = RuntimeEnvironment.getApplication()
    private val work = FakeWork()
    private val events = RecordedEvents()
    private val core = PushCore(application, work = work).also { it.events.add(events) }
    private val answers = ArrayList<String>()
    private val credentials = Credentials("id", "key", "secret")

    @Before
    fun start() {
        Library.reset()
        CarillonPush.replaceCore(core)
    }

    @After
    fun end() = CarillonPush.replaceCore(null)

    private fun register(vendor: Vendor, with: Credentials = credentials): String {
        answers.clear()
        core.registration.register(vendor, with) { result ->
            answers.add(result.fold({ "token '$it'" }, { "${(it as PushFailure).code} ${it.message}" }))
        }
        return answers.singleOrNull() ?: "waits"
    }

    private fun support(vendor: Vendor): String {
        var reason = ""
        core.support.run { all -> reason = all.single { it.vendor == vendor }.reason }
        return reason
    }

    private fun unregister(vendor: Vendor) {
        Library.calls.clear()
        core.registration.unregister(vendor) { it.getOrThrow() }
    }

    @Test
    fun `each says why it cannot run here`() {
        for (vendor in Vendor.entries) assertEquals(vendor.id, "", support(vendor))
        Library.isSupported = false
        val reasons = mapOf(
            Vendor.FCM to "Google Play services: SERVICE_MISSING (1)",
            Vendor.HUAWEI to "HMS Core is not available on this phone (1).",
            Vendor.HONOR to "Honor's push service is not on this phone: before Magic UI 4 Honor phones have Huawei's.",
            Vendor.XIAOMI to "This phone does not run MIUI or HyperOS with Mi Push.",
            Vendor.OPPO to "OPPO's push service is not on this phone.",
            Vendor.VIVO to "vivo's push service is not on this phone.",
            Vendor.MEIZU to "This phone does not run Flyme.",
        )
        for ((vendor, reason) in reasons) {
            assertEquals(reason, support(vendor))
            assertEquals("CARILLON_PUSH_UNAVAILABLE $reason", register(vendor))
        }
        Library.isSupported = true
        Library.hasFirebase = false
        assertEquals(
            "Firebase is not set up in this build: google-services.json or the google-services plugin is missing.",
            support(Vendor.FCM),
        )
    }

    @Test
    fun `FCM gives its token in a task`() {
        Library.token = "g1"
        assertEquals("token 'g1'", register(Vendor.FCM))
        Library.code = 1
        assertEquals("CARILLON_PUSH_REGISTER IOException: SERVICE_NOT_AVAILABLE", register(Vendor.FCM))
        unregister(Vendor.FCM)
        assertEquals(listOf("deleteToken"), Library.calls)
    }

    @Test
    fun `Huawei takes its app ID from agconnect-services, and answers at once, later, or with an error`() {
        Library.token = "h1"
        assertEquals("token 'h1'", register(Vendor.HUAWEI, Credentials()))
        Library.token = ""
        assertEquals("waits", register(Vendor.HUAWEI))
        work.passTime()
        assertEquals(listOf("getToken agc-1 HCM", "getToken id HCM"), Library.calls)
        Library.code = 907135000
        assertEquals(
            "CARILLON_PUSH_REGISTER RefusedByHuawei: 6003: certificate fingerprint error (907135000)",
            register(Vendor.HUAWEI),
        )
        Library.agconnectAppID = ""
        assertEquals(
            "CARILLON_PUSH_REGISTER Huawei's app ID is not in this build: agconnect-services.json or the agconnect plugin is missing.",
            register(Vendor.HUAWEI, Credentials()),
        )
        Library.agconnectAppID = "agc-1"
        unregister(Vendor.HUAWEI)
        assertEquals(listOf("deleteToken agc-1 HCM"), Library.calls)
    }

    @Test
    fun `Honor is not let get itself a token, and calls back`() {
        assertEquals("waits", register(Vendor.HONOR))
        assertEquals(listOf("init false"), Library.calls)
        Library.answer(0, "n1")
        assertEquals(listOf("token 'n1'"), answers)
        register(Vendor.HONOR)
        Library.answer(8001002, "no network")
        assertEquals(listOf("CARILLON_PUSH_REGISTER no network (8001002)"), answers)
        unregister(Vendor.HONOR)
        assertEquals(listOf("deletePushToken"), Library.calls)
    }

    @Test
    fun `Xiaomi, OPPO and Meizu keep the token of an earlier registration`() {
        Library.token = "kept"
        for (vendor in listOf(Vendor.XIAOMI, Vendor.OPPO, Vendor.MEIZU)) assertEquals("token 'kept'", register(vendor))
        assertEquals(
            // OPPO's library wants init before it is asked anything.
            listOf("registerPush id key", "init", "register key secret", "register id key"),
            Library.calls,
        )
        unregister(Vendor.MEIZU)
        assertEquals(listOf("unRegister id key"), Library.calls)
        unregister(Vendor.XIAOMI)
        assertEquals(listOf("unregisterPush"), Library.calls)
        unregister(Vendor.OPPO)
        assertEquals(listOf("unRegister"), Library.calls)
    }

    @Test
    fun `OPPO's callback is understood in both versions`() {
        assertEquals("waits", register(Vendor.OPPO))
        Library.answer(0, "CN_1")
        assertEquals(listOf("token 'CN_1'"), answers)
        register(Vendor.OPPO)
        Library.answer(14, "invalid app key")
        assertEquals(listOf("CARILLON_PUSH_REGISTER invalid app key (14)"), answers)
        register(Vendor.OPPO)
        Library.answer(-1, "service not found")
        assertEquals(listOf("CARILLON_PUSH_REGISTER service not found (-1)"), answers)
    }

    @Test
    fun `vivo turns push on, then asks for the token`() {
        assertEquals("waits", register(Vendor.VIVO))
        assertEquals(listOf("agreePrivacyStatement true", "initialize"), Library.calls)
        Library.answer(0, "v2-1")
        assertEquals(listOf("token 'v2-1'"), answers)
        register(Vendor.VIVO)
        Library.answer(10005, "")
        assertEquals(listOf("CARILLON_PUSH_REGISTER getRegId failed. (10005)"), answers)
        Library.code = 101
        assertEquals("CARILLON_PUSH_REGISTER turnOnPush was refused. (101)", register(Vendor.VIVO))
        unregister(Vendor.VIVO)
        assertEquals(listOf("turnOffPush"), Library.calls)
    }

    @Test
    fun `clearing the tray has the vendors clear theirs`() {
        core.tray.clear()
        assertEquals(listOf("clearNotification", "clearNotifications", "clearNotification"), Library.calls)
    }

    @Test
    fun `only the registered vendor's token is told, whichever service gives one`() {
        Library.token = "kept"
        register(Vendor.XIAOMI)
        CarillonPush.onNewToken(application, "fcm", "g1")
        CarillonPush.onNewToken(application, "xiaomi", "x2")
        CarillonPush.onNewToken(application, "nokia", "n1")
        assertEquals(listOf("token xiaomi x2"), events.told)
    }
}
