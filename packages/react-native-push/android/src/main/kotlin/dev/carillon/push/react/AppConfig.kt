package dev.carillon.push.react

import android.content.Context
import java.io.FileNotFoundException

private const val FILE = "carillon-push.json"

/** The set-up tool's file as it stands in the app's assets; '' when there is none. */
internal fun appConfigOf(context: Context): String = try {
    context.assets.open(FILE).use { it.readBytes().toString(Charsets.UTF_8) }
} catch (_: FileNotFoundException) {
    ""
}
