package dev.carillon.push.core

import android.app.Activity
import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import android.content.pm.ActivityInfo
import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import android.content.pm.ServiceInfo
import android.os.Bundle
import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.RecordedEvents
import dev.carillon.push.testing.catalogOf
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import java.util.concurrent.TimeUnit

@RunWith(RobolectricTestRunner::class)
class ColdStartTest {
    private val application = RuntimeEnvironment.getApplication()
    private val events = RecordedEvents()

    class MainActivity : Activity()

    private fun newProcess(vararg vendors: Vendor): PushCore =
        PushCore(application, catalogOf(vendors.associateWith { FakeAdapter() }), FakeWork()).also {
            it.events.add(events)
            it.start()
        }

    private fun tapIntent(msgID: String): Intent =
        Intent(application, MainActivity::class.java).putExtra("ext", "{}").putExtra("msgID", msgID)

    @Before
    fun installLauncher() {
        val component = ComponentName(application, MainActivity::class.java)
        val packages = shadowOf(application.packageManager)
        packages.addActivityIfNotPresent(component)
        packages.addIntentFilterForActivity(
            component,
            IntentFilter(Intent.ACTION_MAIN).apply { addCategory(Intent.CATEGORY_LAUNCHER) },
        )
    }

    @Test
    fun `a tap that starts the killed app waits until it is taken`() {
        val core = newProcess(Vendor.OPPO)
        Robolectric.buildActivity(MainActivity::class.java, tapIntent("m1")).create().start().resume()
        val tap = core.taps.take().single()
        assertEquals("oppo:m1", tap.tapID)
        assertEquals(true, tap.coldStart)
        assertEquals(emptyList<Tap>(), core.taps.take())
    }

    @Test
    fun `an activity of a vendor's library that only passes the tap on leaves it a cold start`() {
        val core = newProcess(Vendor.OPPO)
        Robolectric.buildActivity(MainActivity::class.java).create()
        Robolectric.buildActivity(MainActivity::class.java, tapIntent("m1")).create().start().resume()
        assertEquals(listOf(true), core.taps.take().map { it.coldStart })
    }

    @Test
    fun `a tap into the running app is no cold start`() {
        val core = newProcess(Vendor.OPPO)
        Robolectric.buildActivity(MainActivity::class.java).create().start().resume()
        core.onNewIntent(tapIntent("m2"))
        assertEquals(listOf(false), core.taps.take().map { it.coldStart })
    }

    @Test
    fun `an activity that is made again with the same intent, or restored, gives no tap`() {
        val core = newProcess(Vendor.OPPO)
        val intent = Intent(application, MainActivity::class.java).putExtra("ext", "{}")
        Robolectric.buildActivity(MainActivity::class.java, intent).create().start().resume()
        assertEquals(1, core.taps.take().size)
        Robolectric.buildActivity(MainActivity::class.java, intent).create()
        val restored = Intent(application, MainActivity::class.java).putExtra("ext", "{}")
        Robolectric.buildActivity(MainActivity::class.java, restored).create(Bundle()).start().resume()
        assertEquals(emptyList<Tap>(), core.taps.take())
    }

    @Test
    fun `an app that takes over new intents itself has them read as well`() {
        val core = newProcess(Vendor.HONOR)
        val controller = Robolectric.buildActivity(MainActivity::class.java).create().start().resume()
        controller.pause()
        controller.get().intent = tapIntent("m4")
        controller.resume()
        assertEquals(listOf("honor:m4"), core.taps.take().map { it.tapID })
    }

    @Test
    fun `a vendor's callback in a process without an activity is a cold start, and opens the app`() {
        val core = newProcess(Vendor.XIAOMI)
        core.onTapped(Vendor.XIAOMI, JSONObject().put("messageId", "slm1"), opensApp = true)
        assertEquals(
            ComponentName(application, MainActivity::class.java),
            shadowOf(application).nextStartedActivity.component,
        )
        assertEquals(listOf("xiaomi:slm1"), core.taps.take().filter { it.coldStart }.map { it.tapID })
        core.onTapped(Vendor.VIVO, JSONObject().put("msgId", "1"), opensApp = false)
        assertEquals(null, shadowOf(application).nextStartedActivity)
    }

    @Test
    fun `tells background at once, another activity of the app not at all, a dialog after a moment`() {
        val core = newProcess(Vendor.FCM)
        assertEquals(AppState.BACKGROUND, core.appState)
        val first = Robolectric.buildActivity(MainActivity::class.java).create().start().resume()
        first.pause()
        val second = Robolectric.buildActivity(MainActivity::class.java).create().start().resume()
        first.stop()
        ShadowLooper.idleMainLooper(PAUSE_SETTLES_MS, TimeUnit.MILLISECONDS)
        assertEquals(listOf("state active"), events.told)
        second.pause()
        ShadowLooper.idleMainLooper(PAUSE_SETTLES_MS, TimeUnit.MILLISECONDS)
        second.stop()
        second.restart().resume()
        second.pause().stop()
        assertEquals(
            listOf("active", "inactive", "background", "active", "background").map { "state $it" },
            events.told,
        )
        assertEquals(AppState.BACKGROUND, core.appState)
    }

    @Test
    fun `only the components of linked vendors run, and those of removed ones no more`() {
        val packages = shadowOf(application.packageManager)
        for (name in Vendor.entries.flatMap { it.components }) {
            val info = ApplicationInfo().apply { packageName = application.packageName }
            if (name.endsWith("Service")) {
                packages.addOrUpdateService(ServiceInfo().apply { this.name = name; packageName = application.packageName; applicationInfo = info })
            } else {
                packages.addOrUpdateReceiver(ActivityInfo().apply { this.name = name; packageName = application.packageName; applicationInfo = info })
            }
        }
        fun enabled() = Vendor.entries.flatMap { it.components }.filter {
            application.packageManager.getComponentEnabledSetting(ComponentName(application, it)) ==
                PackageManager.COMPONENT_ENABLED_STATE_ENABLED
        }
        newProcess(Vendor.FCM, Vendor.XIAOMI, Vendor.OPPO)
        assertEquals(listOf(Vendor.FCM, Vendor.XIAOMI, Vendor.OPPO).flatMap { it.components }, enabled())
        newProcess(Vendor.FCM)
        assertEquals(Vendor.FCM.components, enabled())
    }
}
