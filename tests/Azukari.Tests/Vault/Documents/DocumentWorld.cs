using System.Text;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>How tests give, read and count documents. Contents and names carry canary words.</summary>
internal static class DocumentWorld
{
    public const int Chunk = 64 * 1024;
    public const string FileName = CanaryWords.Note + " 1.pdf";

    public static ConsentGrant ForHealth { get; } = new(Care, null, [Health]);

    /// <summary>A PDF by its first bytes, then what no two places have alike, with a canary in it.</summary>
    public static byte[] Content(int size, int seed = 1)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * (31 + (2 * seed))) + (i >> 8) + seed);
        var word = Encoding.UTF8.GetBytes(CanaryWords.Note);
        if (size >= word.Length + 5) word.CopyTo(content, 5);
        "%PDF-"u8[..Math.Min(size, 5)].CopyTo(content);
        return content;
    }

    public static NewDocument New(ItemId? item = null, DocumentType? type = null, params IReadOnlyList<ConsentGrant> consents) => new()
    {
        Item = item ?? Note,
        Type = type ?? DocumentType.Pdf,
        FileName = FileName,
        Channel = Channel.Web,
        PolicyVersion = V1,
        Consents = consents,
    };

    public static Task<AddDocumentResult> TryAddAsync(TrustCore core, SubjectId subject, byte[] content, NewDocument? document = null) =>
        core.Vault.Documents.AddAsync(subject, document ?? New(), new MemoryStream(content, writable: false), Op, Cancel);

    public static async Task<HeldDocument> AddAsync(TrustCore core, SubjectId subject, byte[] content, NewDocument? document = null)
    {
        var result = await TryAddAsync(core, subject, content, document);
        return result is DocumentKept kept ? kept.Document : throw new InvalidOperationException($"Not kept: {result}");
    }

    public static async Task<Granted<DocumentContent>> OpenDocumentAsync(TrustCore core, HeldDocument document, AccessContext? context = null) =>
        Assert.IsType<Granted<DocumentContent>>(await core.Vault.Documents.OpenAsync(document.Subject, document.Id, context ?? ForCare, Cancel));

    public static async Task<byte[]> ReadAsync(TrustCore core, HeldDocument document, AccessContext? context = null)
    {
        await using var content = (await OpenDocumentAsync(core, document, context)).Values;
        return await ToEndAsync(content.Content);
    }

    public static async Task<byte[]> ToEndAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    /// <summary>Documents, chunks and keys of documents that lie in the stores, whatever their state.</summary>
    public static async Task<(long Documents, long Chunks, long Keys)> CountAsync(TrustCore core) => (
        await CountAsync(core.Parts.Vault, "documents"), await CountAsync(core.Parts.Vault, "document_chunks"), await CountAsync(core.Parts.Keys.Store, "document_keys"));

    public static Task<long> CountAsync(Store store, string table) => store.ReadAsync((s, c) => s.ScalarAsync<long>($"SELECT count(*) FROM {table}", c), ct: Cancel);

    public static Task AlterAsync(TrustCore core, string sql, params (string, object?)[] args) =>
        core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync(sql, c, args), Cancel);
}

/// <summary>A content that comes from outside: no length, no seeking, small portions; a test looks on, or breaks it.</summary>
internal sealed class ComingStream(long size, Func<long, Task>? beforeRead = null) : Stream
{
    private const int Portion = 50_000;
    private long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _given; set => throw new NotSupportedException(); }

    /// <summary>The byte at a place.</summary>
    public static byte At(long place) => place < 5 ? "%PDF-"u8[(int)place] : (byte)((place * 31) + (place >> 16));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (beforeRead is not null) await beforeRead(_given);
        var count = (int)Math.Min(Math.Min(buffer.Length, Portion), size - _given);
        for (var i = 0; i < count; i++) buffer.Span[i] = At(_given + i);
        _given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
