package dev.carillon.push

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri

/**
 * Android makes an app's providers before anything else of it: so the core sees the activity that a tap
 * starts the app with. It provides nothing.
 */
class CarillonPushStartup : ContentProvider() {
    override fun onCreate(): Boolean {
        // Null in processes of the system's own making, such as for backup.
        context?.applicationContext?.let { CarillonPush.core(it) }
        return true
    }

    override fun query(
        uri: Uri, projection: Array<String>?, selection: String?, selectionArgs: Array<String>?, sortOrder: String?,
    ): Cursor? = null

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, selection: String?, selectionArgs: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, selection: String?, selectionArgs: Array<String>?): Int = 0
}
