using System.Runtime.InteropServices;

namespace Azukari.Papers.Fonts;

/// <summary>
/// HarfBuzz's subsetter, which its .NET wrapper does not show: a whole Japanese font is megabytes, what a document uses of it kilobytes.
/// </summary>
internal static unsafe partial class FontSubset
{
    private const string Library = "libHarfBuzzSharp";
    private const int Duplicate = 0;

    /// <summary>A font file with only the glyphs of these characters.</summary>
    public static byte[] Of(byte[] font, IEnumerable<int> characters)
    {
        fixed (byte* bytes = font)
        {
            var blob = hb_blob_create(bytes, (uint)font.Length, Duplicate, 0, 0);
            var face = hb_face_create(blob, 0);
            var input = hb_subset_input_create_or_fail();
            nint subset = 0, made = 0;
            try
            {
                if (input == 0) throw new InvalidOperationException("There is no memory to cut the font.");
                var set = hb_subset_input_unicode_set(input);
                foreach (var character in characters) hb_set_add(set, (uint)character);
                subset = hb_subset_or_fail(face, input);
                if (subset == 0) throw new InvalidOperationException("The font cannot be cut to the characters of the document.");
                made = hb_face_reference_blob(subset);
                var data = hb_blob_get_data(made, out var length);
                return new ReadOnlySpan<byte>(data, (int)length).ToArray();
            }
            finally
            {
                hb_blob_destroy(made);
                hb_face_destroy(subset);
                hb_subset_input_destroy(input);
                hb_face_destroy(face);
                hb_blob_destroy(blob);
            }
        }
    }

    [LibraryImport(Library)]
    private static partial nint hb_blob_create(byte* data, uint length, int mode, nint userData, nint destroy);

    [LibraryImport(Library)]
    private static partial void hb_blob_destroy(nint blob);

    [LibraryImport(Library)]
    private static partial byte* hb_blob_get_data(nint blob, out uint length);

    [LibraryImport(Library)]
    private static partial nint hb_face_create(nint blob, uint index);

    [LibraryImport(Library)]
    private static partial void hb_face_destroy(nint face);

    [LibraryImport(Library)]
    private static partial nint hb_face_reference_blob(nint face);

    [LibraryImport(Library)]
    private static partial nint hb_subset_input_create_or_fail();

    [LibraryImport(Library)]
    private static partial void hb_subset_input_destroy(nint input);

    [LibraryImport(Library)]
    private static partial nint hb_subset_input_unicode_set(nint input);

    [LibraryImport(Library)]
    private static partial nint hb_subset_or_fail(nint face, nint input);

    [LibraryImport(Library)]
    private static partial void hb_set_add(nint set, uint character);
}
