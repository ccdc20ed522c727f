using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azukari.Vault.Keys;

/// <summary>
/// What the master key file holds, read into pinned memory and written from it; no key ever becomes a string.
/// Form: <c>{"format":1,"current":2,"keys":[{"version":2,"created":"…Z","key":"base64"}],"destroyed":[{"version":1,"at":"…Z"}]}</c>.
/// </summary>
internal sealed class MasterKeyFile : IDisposable
{
    private const int MaximumLength = 1 << 20;

    public int Current { get; private set; }

    public SortedDictionary<int, (SecretBytes Key, DateTimeOffset Created)> Keys { get; } = [];

    public SortedDictionary<int, DateTimeOffset> Destroyed { get; } = [];

    public void Add(DateTimeOffset now, int above = 0)
    {
        Current = Math.Max(above, Math.Max(Current, Destroyed.Count == 0 ? 0 : Destroyed.Keys.Max())) + 1;
        Keys.Add(Current, (SecretBytes.Random(Aead.KeySize), now));
    }

    /// <exception cref="MasterKeyException">The file is not of this form, or not private.</exception>
    public static MasterKeyFile Read(string path)
    {
        if (DurableFile.IsOpenToOthers(path))
            throw new MasterKeyException($"The master key file {path} can be read or changed by others (mode {Mode(path)}). Keys that others could read are no keys: run chmod 600 {path}, and rotate the master key if anybody may have read it.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.Length > MaximumLength) throw NotOfThisForm(path);
        using var content = new SecretBytes((int)stream.Length);
        stream.ReadExactly(content.Span);
        var file = new MasterKeyFile();
        try
        {
            file.Parse(content.Span);
            // Without a living key it is what is left behind when the keys moved to another provider.
            if (!file.Keys.ContainsKey(file.Current) && (file.Keys.Count > 0 || !file.Destroyed.ContainsKey(file.Current))) throw NotOfThisForm(path);
            return file;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            file.Dispose();
            throw NotOfThisForm(path, error);
        }
    }

    /// <summary>The bytes to write, in pinned memory, for the caller to dispose.</summary>
    public SecretBytes Write()
    {
        var buffer = new SecretBytes(256 + (Keys.Count * 160) + (Destroyed.Count * 80));
        var at = 0;
        void Put(string text) => at += Encoding.ASCII.GetBytes(text, buffer.Span[at..]);
        Put(string.Create(CultureInfo.InvariantCulture, $"{{\"format\":1,\"current\":{Current},\"keys\":["));
        var first = true;
        foreach (var (version, (key, created)) in Keys)
        {
            Put(string.Create(CultureInfo.InvariantCulture, $"{(first ? "\n" : ",\n")}{{\"version\":{version},\"created\":\"{created.UtcDateTime:O}\",\"key\":\""));
            Base64.EncodeToUtf8(key.Span, buffer.Span[at..], out _, out var written);
            at += written;
            Put("\"}");
            first = false;
        }

        Put("],\n\"destroyed\":[");
        Put(string.Join(",\n", Destroyed.Select(d => string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{d.Key},\"at\":\"{d.Value.UtcDateTime:O}\"}}"))));
        Put("]}\n");
        var exact = new SecretBytes(at);
        buffer.Span[..at].CopyTo(exact.Span);
        buffer.Dispose();
        return exact;
    }

    public void Dispose()
    {
        foreach (var (key, _) in Keys.Values) key.Dispose();
        Keys.Clear();
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        var (version, list) = (0, "");
        DateTimeOffset at = default;
        SecretBytes? key = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 2)
            {
                if (list == "keys") Keys.Add(version, (key ?? throw new FormatException("a key is missing"), at));
                else Destroyed.Add(version, at);
                (version, key) = (0, null);
            }

            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "format" when reader.GetInt32() == 1: break;
                case "current": Current = reader.GetInt32(); break;
                case "keys" or "destroyed": list = name; break;
                case "version": version = reader.GetInt32(); break;
                case "created" or "at": at = reader.GetDateTimeOffset(); break;
                case "key": key = ReadKey(reader.ValueSpan); break;
                default: throw new FormatException($"unknown property or format");
            }
        }
    }

    private static SecretBytes ReadKey(ReadOnlySpan<byte> base64)
    {
        // The decoder wants room for whole blocks; the tail beyond 32 bytes is never written for a key of the right length.
        using var room = new SecretBytes(Aead.KeySize + 3);
        if (Base64.DecodeFromUtf8(base64, room.Span, out _, out var written) != System.Buffers.OperationStatus.Done || written != Aead.KeySize)
            throw new FormatException("a key is not 32 bytes of base64");
        var key = new SecretBytes(Aead.KeySize);
        room.Span[..Aead.KeySize].CopyTo(key.Span);
        return key;
    }

    private static string Mode(string path) => OperatingSystem.IsWindows() ? "unknown" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static MasterKeyException NotOfThisForm(string path, Exception? inner = null) =>
        new($"The master key file {path} is damaged or no master key file. Nothing was changed; put a backup of it in its place.", inner);
}
