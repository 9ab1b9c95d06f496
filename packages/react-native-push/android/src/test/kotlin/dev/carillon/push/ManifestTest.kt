package dev.carillon.push

import dev.carillon.push.core.Vendor
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** The manifest against what the vendors' libraries look for. */
class ManifestTest {
    private val folder = File(System.getProperty("carillon.android") ?: error("carillon.android is not set"))
    private val manifest = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(File(folder, "src/main/AndroidManifest.xml")).documentElement

    private fun elements(name: String, within: Element = manifest): List<Element> =
        within.getElementsByTagName(name).let { found -> List(found.length) { found.item(it) as Element } }

    private fun component(name: String): Element =
        (elements("service") + elements("receiver")).single { it.getAttribute("android:name") == name }

    private fun actions(name: String): List<String> =
        elements("action", component(name)).map { it.getAttribute("android:name") }

    @Test
    fun `each vendor's entry is there, and off until its library is found`() {
        for (vendor in Vendor.entries) assertTrue(vendor.id, vendor.components.isNotEmpty())
        val names = Vendor.entries.flatMap { it.components }
        for (name in names) assertEquals(name, "false", component(name).getAttribute("android:enabled"))
        assertEquals(names.size, (elements("service") + elements("receiver")).size)
    }

    @Test
    fun `each answers the vendor's actions, and other apps only where the vendor's service is one`() {
        val expected = mapOf(
            Vendor.FCM to ("false" to listOf("com.google.firebase.MESSAGING_EVENT")),
            Vendor.HUAWEI to ("false" to listOf("com.huawei.push.action.MESSAGING_EVENT")),
            Vendor.HONOR to ("false" to listOf("com.hihonor.push.action.MESSAGING_EVENT")),
            Vendor.XIAOMI to (
                "true" to listOf(
                    "com.xiaomi.mipush.RECEIVE_MESSAGE", "com.xiaomi.mipush.MESSAGE_ARRIVED", "com.xiaomi.mipush.ERROR",
                )
                ),
            Vendor.OPPO to (
                "true" to listOf("com.heytap.mcs.action.RECEIVE_MCS_MESSAGE", "com.heytap.msp.push.RECEIVE_MCS_MESSAGE")
                ),
            Vendor.VIVO to ("false" to listOf("com.vivo.pushclient.action.RECEIVE")),
            Vendor.MEIZU to (
                "true" to listOf(
                    "com.meizu.flyme.push.intent.MESSAGE",
                    "com.meizu.flyme.push.intent.REGISTER.FEEDBACK",
                    "com.meizu.flyme.push.intent.UNREGISTER.FEEDBACK",
                    "com.meizu.c2dm.intent.REGISTRATION",
                    "com.meizu.c2dm.intent.RECEIVE",
                )
                ),
        )
        for ((vendor, entry) in expected) {
            val name = vendor.components.first()
            assertEquals(vendor.id, entry.first, component(name).getAttribute("android:exported"))
            assertEquals(vendor.id, entry.second, actions(name))
        }
    }

    @Test
    fun `what OPPO's and vivo's services call is open to them alone`() {
        val (oppo, olderOppo) = Vendor.OPPO.components
        val expected = mapOf(
            oppo to "com.heytap.mcs.permission.SEND_PUSH_MESSAGE",
            olderOppo to "com.coloros.mcs.permission.SEND_MCS_MESSAGE",
            Vendor.VIVO.components.last() to "com.push.permission.UPSTAGESERVICE",
        )
        for ((name, permission) in expected) {
            assertEquals(name, "true", component(name).getAttribute("android:exported"))
            assertEquals(name, permission, component(name).getAttribute("android:permission"))
        }
        assertEquals(
            listOf("com.heytap.mcs.action.RECEIVE_MCS_MESSAGE", "com.heytap.msp.push.RECEIVE_MCS_MESSAGE"),
            actions(oppo),
        )
        assertEquals(listOf("com.coloros.mcs.action.RECEIVE_MCS_MESSAGE"), actions(olderOppo))
    }

    @Test
    fun `permissions the app defines for itself are for its own signature`() {
        val defined = elements("permission")
        assertEquals(
            listOf("permission.MIPUSH_RECEIVE", "push.permission.MESSAGE", "permission.C2D_MESSAGE")
                .map { "\${applicationId}.$it" },
            defined.map { it.getAttribute("android:name") },
        )
        val asked = elements("uses-permission").map { it.getAttribute("android:name") }
        for (permission in defined) {
            assertEquals("signature", permission.getAttribute("android:protectionLevel"))
            assertTrue(permission.getAttribute("android:name") in asked)
        }
    }

    @Test
    fun `each named class is compiled`() {
        val names = (elements("service") + elements("receiver") + elements("provider"))
            .map { it.getAttribute("android:name") }.filter { it.isNotEmpty() }
        assertEquals(10, names.size)
        for (name in names) Class.forName(name, false, javaClass.classLoader)
    }

    @Test
    fun `asks for the permission to notify, and sees the vendors' services`() {
        val permissions = elements("uses-permission").map { it.getAttribute("android:name") }
        assertTrue("android.permission.POST_NOTIFICATIONS" in permissions)
        assertTrue(permissions.containsAll(listOf("com.coloros", "com.heytap").map { "$it.mcs.permission.RECIEVE_MCS_MESSAGE" }))
        val seen = elements("queries").single().let { queries ->
            elements("package", queries).map { it.getAttribute("android:name") }
        }
        assertTrue(seen.containsAll(listOf("com.huawei.hwid", "com.xiaomi.xmsf", "com.heytap.mcs")))
    }

    @Test
    fun `what is looked for by name keeps its name in a shrunk app`() {
        val rules = File(folder, "consumer-rules.pro").readText()
        for (vendor in Vendor.entries) assertTrue(vendor.id, "-keepnames class ${vendor.libraryClass}\n" in rules)
    }
}
