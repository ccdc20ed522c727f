using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>What somebody with the database in hands does to documents is noticed, and nothing altered is handed out.</summary>
public sealed class TamperingTests
{
    private const string Flip = "UPDATE document_chunks SET sealed = @other WHERE document = @id AND number = 1";

    /// <summary>The first chunk that is not what was sealed, by what was done; chunks before it are whole.</summary>
    [Theory]
    [EngineData("flipped", 1)]
    [EngineData("flipped-tag", 1)]
    [EngineData("first-gone", 0)]
    [EngineData("middle-gone", 1)]
    [EngineData("last-gone", 2)]
    [EngineData("moved-up", 1)]
    [EngineData("exchanged-within", 0)]
    [EngineData("exchanged-between", 1)]
    [EngineData("shortened", 1)]
    [EngineData("emptied", 2)]
    public async Task An_altered_chunk_ends_the_reading(StoreEngine engine, string how, int whole)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var content = Content((2 * Chunk) + 500);
        var document = await AddAsync(core, subject, content);
        var other = await AddAsync(core, subject, Content((2 * Chunk) + 500, seed: 2));
        await (how switch
        {
            "flipped" => SetAsync(core, document, 1, bytes => bytes[777] ^= 1),
            "flipped-tag" => SetAsync(core, document, 1, bytes => bytes[^1] ^= 0x80),
            "first-gone" => DropAsync(core, document, 0),
            "middle-gone" => DropAsync(core, document, 1),
            "last-gone" => DropAsync(core, document, 2),
            "moved-up" => MoveUpAsync(core, document),
            "exchanged-within" => ExchangeAsync(core, (document, 0), (document, 1)),
            "exchanged-between" => ExchangeAsync(core, (document, 1), (other, 1)),
            "shortened" => PutAsync(core, document, 1, (await ChunkAsync(core, document, 1))[..^1]),
            "emptied" => PutAsync(core, document, 2, [0, 0, 0]),
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        });

        await using var opened = (await OpenDocumentAsync(core, document)).Values;
        var begin = new byte[whole * Chunk];
        await opened.Content.ReadExactlyAsync(begin, Cancel);
        Assert.Equal(content[..begin.Length], begin);
        var error = await Assert.ThrowsAsync<VaultDamagedException>(async () => await opened.Content.ReadExactlyAsync(new byte[1], Cancel));

        Assert.DoesNotContain(FileName, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The facts decisions rest on, and the length, are vouched for by the card: altered, the document does not open.</summary>
    [Theory]
    [EngineData("size = size - 500")]
    [EngineData("size = 65536")]
    [EngineData("type = 'text/plain'")]
    [EngineData("policy = '2025-01'")]
    [EngineData("kind = 'applicant'")]
    [EngineData("item = 'contract'")]
    [EngineData("channel = 'paper'")]
    [EngineData("accessor = 'op.other'")]
    [EngineData("acquired_at = acquired_at + 1")]
    [EngineData("version = 2")]
    [EngineData("card = NULL")]
    public async Task Altered_facts_keep_a_document_from_opening(StoreEngine engine, string change)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var document = await AddAsync(core, await world.MemberAsync(core), Content((2 * Chunk) + 500));
        await AlterAsync(core, $"UPDATE documents SET {change}");

        try
        {
            // A fact that decides otherwise is refused before anything is opened; whatever is permitted does not open.
            Assert.IsType<RefusedAccess<DocumentContent>>(await core.Vault.Documents.OpenAsync(document.Subject, document.Id, ForCare, Cancel));
            Assert.StartsWith("kind", change, StringComparison.Ordinal);
        }
        catch (VaultDamagedException)
        {
            Assert.DoesNotContain("kind", change, StringComparison.Ordinal);
        }
    }

    [Theory, EngineData]
    public async Task A_document_put_under_another_person_does_not_open(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var document = await AddAsync(core, subject, Content(100));
        await AlterAsync(core, "UPDATE documents SET subject = @other", ("other", other.ToBytes()));
        await core.Parts.Keys.Store.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE document_keys SET subject = @other", c, ("other", other.ToBytes())), Cancel);

        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.Documents.OpenAsync(other, document.Id, ForCare, Cancel));
        Assert.Null(await core.Vault.Documents.OpenAsync(subject, document.Id, ForCare, Cancel));
    }

    [Theory, EngineData]
    public async Task A_card_or_a_key_of_another_document_does_not_fit(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var (one, two) = (await AddAsync(core, subject, Content(100)), await AddAsync(core, subject, Content(100)));
        var key = await core.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<byte[]>("SELECT wrapped FROM document_keys WHERE document = @id", c, ("id", two.Id.ToBytes())), ct: Cancel);
        await AlterAsync(core, "UPDATE documents SET card = (SELECT card FROM documents WHERE id = @two) WHERE id = @one", ("one", one.Id.ToBytes()), ("two", two.Id.ToBytes()));
        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.Documents.OpenAsync(subject, one.Id, ForCare, Cancel));
        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.Documents.ListNamedAsync(subject, null, ForCare, Cancel));

        await core.Parts.Keys.Store.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE document_keys SET wrapped = @key WHERE document = @id", c, ("key", key), ("id", one.Id.ToBytes())), Cancel);

        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.Documents.OpenAsync(subject, one.Id, ForCare, Cancel));
    }

    private static Task<byte[]> ChunkAsync(TrustCore core, HeldDocument document, long number) => core.Parts.Vault.ReadAsync(async (s, c) =>
        (await s.ScalarAsync<byte[]>("SELECT sealed FROM document_chunks WHERE document = @id AND number = @number", c, ("id", document.Id.ToBytes()), ("number", number)))!, ct: Cancel);

    private static Task PutAsync(TrustCore core, HeldDocument document, long number, byte[] bytes) =>
        AlterAsync(core, Flip.Replace("= 1", "= @number", StringComparison.Ordinal), ("other", bytes), ("id", document.Id.ToBytes()), ("number", number));

    private static async Task SetAsync(TrustCore core, HeldDocument document, long number, Action<byte[]> change)
    {
        var bytes = await ChunkAsync(core, document, number);
        change(bytes);
        await PutAsync(core, document, number, bytes);
    }

    private static Task DropAsync(TrustCore core, HeldDocument document, long number) =>
        AlterAsync(core, "DELETE FROM document_chunks WHERE document = @id AND number = @number", ("id", document.Id.ToBytes()), ("number", number));

    private static async Task MoveUpAsync(TrustCore core, HeldDocument document)
    {
        await DropAsync(core, document, 1);
        await AlterAsync(core, "UPDATE document_chunks SET number = 1 WHERE document = @id AND number = 2", ("id", document.Id.ToBytes()));
    }

    private static async Task ExchangeAsync(TrustCore core, (HeldDocument Document, long Number) one, (HeldDocument Document, long Number) two)
    {
        var (first, second) = (await ChunkAsync(core, one.Document, one.Number), await ChunkAsync(core, two.Document, two.Number));
        await PutAsync(core, one.Document, one.Number, second);
        await PutAsync(core, two.Document, two.Number, first);
    }
}
