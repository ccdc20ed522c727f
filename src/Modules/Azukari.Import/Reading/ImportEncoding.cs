using System.Buffers;
using System.Text;

namespace Azukari.Import.Reading;

/// <summary>In which encoding a file is read.</summary>
public enum ImportEncoding
{
    /// <summary>By content: a byte order mark, else UTF-8 where the bytes are, else Shift_JIS.</summary>
    Auto,

    /// <summary>UTF-8, with or without byte order mark.</summary>
    Utf8,

    /// <summary>Shift_JIS as Windows writes it (code page 932).</summary>
    ShiftJis,
}

/// <summary>
/// Tells UTF-8 from Shift_JIS. ASCII says nothing, so the look begins at the first byte beyond ASCII and goes <see cref="Window"/> bytes on. UTF-8 is
/// self-checking: Shift_JIS text is invalid as UTF-8 nearly everywhere, so a damaged character or two doesn't make a UTF-8 file Shift_JIS. What cannot be decoded
/// later becomes U+FFFD, and its row is rejected by line.
/// </summary>
internal static class EncodingDetection
{
    public const int Window = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(
        932, EncoderFallback.ExceptionFallback, new ShiftJisFallback(CodePagesEncodingProvider.Instance.GetEncoding(932)!))!;

    /// <summary>The encoding and how many bytes of mark precede the text; null for UTF-16, which is not read. The stream is left at its beginning.</summary>
    public static async Task<(Encoding Encoding, int Mark, ImportEncoding Name)?> DetectAsync(Stream stream, ImportEncoding asked, CancellationToken ct)
    {
        var head = new byte[3];
        stream.Position = 0;
        var read = await stream.ReadAtLeastAsync(head, 3, throwOnEndOfStream: false, ct);
        stream.Position = 0;
        if (read >= 2 && (head[0], head[1]) is (0xFF, 0xFE) or (0xFE, 0xFF)) return null;
        var mark = read == 3 && head.AsSpan().SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;
        var name = asked != ImportEncoding.Auto ? asked : mark == 3 || await LooksLikeUtf8Async(stream, ct) ? ImportEncoding.Utf8 : ImportEncoding.ShiftJis;
        stream.Position = 0;
        return (name == ImportEncoding.Utf8 ? Utf8 : ShiftJis, name == ImportEncoding.Utf8 ? mark : 0, name);
    }

    private static async Task<bool> LooksLikeUtf8Async(Stream stream, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            int read;
            while ((read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, Window), Window, throwOnEndOfStream: false, ct)) > 0)
            {
                var beyond = buffer.AsSpan(0, read).IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                if (beyond < 0) continue;
                // A whole window from there: what came with the first chunk may be its last byte.
                buffer.AsSpan(beyond, read - beyond).CopyTo(buffer);
                var have = read - beyond;
                have += await stream.ReadAtLeastAsync(buffer.AsMemory(have, Window - have), Window - have, throwOnEndOfStream: false, ct);
                return IsMostlyUtf8(buffer.AsSpan(0, have));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        int good = 0, bad = 0;
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            if (status == OperationStatus.NeedMoreData) break;
            if (status != OperationStatus.Done) bad++;
            else if (used > 1) good++;
            bytes = bytes[used..];
        }

        return bad * 10 <= good;
    }
}
