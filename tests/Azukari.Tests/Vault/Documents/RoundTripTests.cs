using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

public sealed class RoundTripTests
{
    [Theory]
    [EngineData(0)]
    [EngineData(1)]
    [EngineData(Chunk - 1)]
    [EngineData(Chunk)]
    [EngineData(Chunk + 1)]
    [EngineData(16 * Chunk)]
    [EngineData((16 * Chunk) + 1)]
    [EngineData((33 * Chunk) - 1)]
    public async Task What_goes_in_comes_out_with_its_facts_and_name(StoreEngine engine, int size)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var content = size < 5 ? "a"u8[..size].ToArray() : Content(size);

        var document = await AddAsync(core, subject, content, New(type: size < 5 ? DocumentType.Text : DocumentType.Pdf) with { Case = "call:7" });

        var granted = await OpenDocumentAsync(core, document);
        await using var opened = granted.Values;
        Assert.Equal(content, await ToEndAsync(opened.Content));
        Assert.Equal((FileName, (long)size, Note, Channel.Web, V1, Member), (opened.FileName, opened.Document.Size, opened.Document.Item, opened.Document.Channel, opened.Document.PolicyVersion, opened.Document.SubjectKind));
        Assert.Equal(document.AcquiredAt.AddYears(1), document.Until);
        Assert.Equal([document], await core.Vault.Documents.ListAsync(subject, Cancel));
        var history = await HistoryAsync(core, subject);
        Assert.Equal([EntryKind.Used, EntryKind.Acquired, EntryKind.Acquired], history.Select(e => e.Kind));
        Assert.Equal((granted.EntryId, "purpose.care", "note"), (history[0].Id, history[0].Purpose, Assert.Single(history[0].Items)));
        Assert.Equal(("note", "collection", "web", "call:7", Op.Code), (Assert.Single(history[1].Items), Assert.Single(history[1].Clauses), history[1].Reason, history[1].Case, history[1].Accessor));
        Assert.Equal((1L, Math.Max(1, (size + Chunk - 1) / Chunk), 1L), await CountAsync(core));
    }

    [Theory, EngineData]
    public async Task Fifty_megabytes_pass_through_a_bounded_amount_of_memory(StoreEngine engine)
    {
        const long Size = 50_000_000, Bound = 3 * 1024 * 1024;
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var furthest = 0L;
        var coming = new ComingStream(Size, async given =>
        {
            // What was taken and does not lie in the store yet lies in memory.
            if (given % 1_000_000 != 0) return;
            furthest = Math.Max(furthest, given - (await CountAsync(core.Parts.Vault, "document_chunks") * Chunk));
        });

        var document = Assert.IsType<DocumentKept>(await core.Vault.Documents.AddAsync(subject, New(), coming, Op, Cancel)).Document;

        Assert.InRange(furthest, 1, Bound);
        Assert.Equal(Size, document.Size);
        await using var opened = (await OpenDocumentAsync(core, document)).Values;
        var buffer = new byte[10_000];
        var place = 0L;
        while (place < Size / 2) place += await CheckAsync(opened.Content, buffer, place);
        // No chunk is read before it is wanted: those after the present one are taken away, and it still serves what it holds.
        await AlterAsync(core, "DELETE FROM document_chunks WHERE number > @number", ("number", place / Chunk));
        var end = ((place / Chunk) + 1) * Chunk;
        while (place < end) place += await CheckAsync(opened.Content, buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - place)), place);
        await Assert.ThrowsAsync<VaultDamagedException>(async () => await opened.Content.ReadExactlyAsync(new byte[1], Cancel));
    }

    [Theory, EngineData]
    public async Task A_content_is_read_from_any_place(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var content = Content((3 * Chunk) + 100);
        var document = await AddAsync(core, await world.MemberAsync(core), content);
        await using var opened = (await OpenDocumentAsync(core, document)).Values;
        var part = new byte[200];

        foreach (var from in new[] { (2 * Chunk) - 100, 0, Chunk - 1, content.Length - 200 })
        {
            opened.Content.Position = from;
            await opened.Content.ReadExactlyAsync(part, Cancel);
            Assert.Equal(content.AsSpan(from, 200).ToArray(), part);
        }

        Assert.Equal(content.Length, opened.Content.Seek(0, SeekOrigin.End));
        Assert.Equal(0, await opened.Content.ReadAsync(part, Cancel));
        Assert.Throws<NotSupportedException>(() => opened.Content.Read(part, 0, 1));
    }

    [Theory, EngineData]
    public async Task Uploads_at_the_same_time_and_writes_beside_them_do_not_disturb_each_other(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subjects = new[] { await world.MemberAsync(core), await world.MemberAsync(core) };

        var uploads = Enumerable.Range(0, 8).Select(async n =>
        {
            var content = Content(2_000_000 + n, seed: n);
            return (Content: content, Document: await AddAsync(core, subjects[n % 2], content));
        }).ToList();
        var beside = Enumerable.Range(0, 20).Select(_ => world.MemberAsync(core)).ToList();

        await Task.WhenAll(beside);
        foreach (var (content, document) in await Task.WhenAll(uploads)) Assert.Equal(content, await ReadAsync(core, document));
        Assert.All(subjects, subject => Assert.Equal(4, core.Vault.Documents.ListAsync(subject, Cancel).GetAwaiter().GetResult()!.Count));
    }

    [Theory, EngineData]
    public async Task Nothing_of_content_or_name_lies_in_the_store_in_clear(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await AddAsync(core, await world.MemberAsync(core), Content(Chunk + 100));

        var rows = await core.Parts.Vault.ReadAsync((s, c) => s.ListAsync("SELECT sealed FROM document_chunks UNION ALL SELECT card FROM documents", r => Convert.ToHexString(r.Bytes(0)), c), ct: Cancel);

        Assert.Equal(3, rows.Count);
        var word = Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Azukari.Testing.Canaries.CanaryWords.Note))[..18];
        Assert.All(rows, hex => Assert.DoesNotContain(word, hex, StringComparison.Ordinal));
    }

    private static async Task<int> CheckAsync(Stream stream, Memory<byte> buffer, long place)
    {
        var count = await stream.ReadAsync(buffer, Cancel);
        Assert.NotEqual(0, count);
        for (var i = 0; i < count; i++)
            if (buffer.Span[i] != ComingStream.At(place + i)) Assert.Fail($"byte {place + i} differs");
        return count;
    }
}
