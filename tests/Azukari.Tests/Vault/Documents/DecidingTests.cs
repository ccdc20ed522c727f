using Azukari.Ledger;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>Documents pass the same decisions as single values, coming in and going out.</summary>
public sealed class DecidingTests
{
    [Theory, EngineData]
    public async Task What_no_clause_collects_is_refused_before_a_byte_is_taken(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var untouched = new ComingStream(100, _ => throw new InvalidOperationException("The content was read."));

        Assert.IsType<SpecialCareWithoutConsent>(await RefusalAsync(New(Health)));
        Assert.IsType<ChannelNotDeclared>(await RefusalAsync(New() with { Channel = Azukari.Policy.Channel.Site }));
        Assert.IsType<UnknownVersion>(await RefusalAsync(New() with { PolicyVersion = V2 }));
        Assert.IsType<UnknownItem>(await RefusalAsync(New(Azukari.Policy.ItemId.Parse("horoscope"))));
        Assert.False(Assert.IsType<DocumentOfNobody>(await core.Vault.Documents.AddAsync(SubjectId.New(), New(), untouched, Op, Cancel)).Erased);

        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
        var refused = (await HistoryAsync(core, subject)).Where(e => e.Kind == EntryKind.Refused).ToList();
        Assert.Equal(4, refused.Count);
        Assert.Contains(refused, e => e is { Reason: "special-care-without-consent", Items: ["health"] });

        async Task<Refusal> RefusalAsync(NewDocument document) =>
            Assert.IsType<DocumentRefused>(await core.Vault.Documents.AddAsync(subject, document, untouched, Op, Cancel)).Refusal;
    }

    [Theory, EngineData]
    public async Task A_consent_withdrawn_during_the_upload_refuses_it_at_the_end(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var consent = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, ForHealth, Op, Cancel)).ConsentId;
        var coming = new ComingStream(20 * Chunk, async given =>
        {
            if (given > 18 * Chunk) await core.Vault.WithdrawAsync(subject, consent, Op, Cancel);
        });

        var refused = Assert.IsType<DocumentRefused>(await core.Vault.Documents.AddAsync(subject, New(Health), coming, Op, Cancel));

        Assert.IsType<SpecialCareWithoutConsent>(refused.Refusal);
        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
        Assert.Single(await HistoryAsync(core, subject), e => e.Id == refused.EntryId && e.Kind == EntryKind.Refused);
    }

    [Theory, EngineData]
    public async Task Reading_is_refused_by_purpose_kind_and_version_as_values_are(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var document = await AddAsync(core, subject, Content(100));

        Assert.IsType<ItemBeyondPurpose>(await RefusalAsync(document, ForShipping));
        Assert.IsType<UnknownPurpose>(await RefusalAsync(document, As("staff.care", "purpose.none")));
        Assert.IsType<NoSuchSubject>(await RefusalAsync(document, ForCare, SubjectId.New()));
        Assert.Null(await core.Vault.Documents.OpenAsync(subject, DocumentId.New(), ForCare, Cancel));
        await core.Vault.ChangeKindAsync(subject, Applicant, Op, ct: Cancel);
        Assert.IsType<SubjectOutOfScope>(await RefusalAsync(document, ForCare));
        var asApplicant = await AddAsync(core, subject, Content(100));
        await core.Vault.ChangeKindAsync(subject, Member, Op, ct: Cancel);
        Assert.Equal(100, (await ReadAsync(core, document)).Length);
        Assert.IsType<SubjectOutOfScope>(await RefusalAsync(asApplicant, ForCare)); // given as an applicant, never for members' purposes

        async Task<Refusal> RefusalAsync(HeldDocument held, AccessContext context, SubjectId? of = null) =>
            Assert.IsType<RefusedAccess<DocumentContent>>(await core.Vault.Documents.OpenAsync(of ?? subject, held.Id, context, Cancel)).Refusal;
    }

    [Theory, EngineData]
    public async Task Names_are_an_access_facts_are_none(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var one = await AddAsync(core, subject, Content(100));
        var two = await AddAsync(core, subject, Content(100), New(Health, null, ForHealth) with { FileName = null });
        var before = (await LedgerAsync(core)).Count;

        Assert.Equal([one, two], (await core.Vault.Documents.ListAsync(subject, Cancel))!.OrderBy(d => d.Id == one.Id ? 0 : 1));
        Assert.Equal(before, (await LedgerAsync(core)).Count);
        var named = Assert.IsType<Granted<IReadOnlyList<NamedDocument>>>(await core.Vault.Documents.ListNamedAsync(subject, null, ForCare, Cancel));
        Assert.Equal([FileName, null], named.Values.OrderBy(d => d.Document.Id == one.Id ? 0 : 1).Select(d => d.FileName));
        Assert.Equal(["health", "note"], (await HistoryAsync(core, subject))[0].Items);
        await core.Vault.RestrictAsync(subject, new Restriction.OfItems([Health]), Op, Cancel);
        Assert.IsType<Restricted>(Assert.IsType<RefusedAccess<IReadOnlyList<NamedDocument>>>(await core.Vault.Documents.ListNamedAsync(subject, null, ForCare, Cancel)).Refusal);
        Assert.Equal(one.Id, Assert.Single(Assert.IsType<Granted<IReadOnlyList<NamedDocument>>>(await core.Vault.Documents.ListNamedAsync(subject, [Note], ForCare, Cancel)).Values).Document.Id);
        Assert.Null(await core.Vault.Documents.ListNamedAsync(subject, [Contract], ForCare, Cancel));

        Assert.DoesNotContain(FileName, $"{named.Values[0]} {named} {one} {New()}", StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task What_is_no_document_is_said_in_both_languages_and_nothing_is_kept(StoreEngine engine)
    {
        await using var world = await EmptyAsync(engine);
        var core = await world.OpenCoreAsync(o => o with { DocumentBytes = (17 * Chunk) + 1 });
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var subject = await world.MemberAsync(core);

        Assert.Equal((17 * Chunk) + 1, (await AddAsync(core, subject, Content((17 * Chunk) + 1))).Size);
        await UnfitAsync(UnfitReason.TooLarge, Content((17 * Chunk) + 2), New());
        await UnfitAsync(UnfitReason.TooLarge, Content(30 * Chunk), New());
        await UnfitAsync(UnfitReason.ContentIsOfAnotherType, "<html>"u8.ToArray(), New());
        await UnfitAsync(UnfitReason.ContentIsOfAnotherType, [], New());
        await UnfitAsync(UnfitReason.ContentIsOfAnotherType, [.. "a"u8, 0], New(type: DocumentType.Text));
        await UnfitAsync(UnfitReason.ItemIsSingle, Content(10), New(VaultWorld.Name));
        foreach (var name in new[] { "", new string('a', 256), "a/b", "a\\b", "a\nb", "\ud800" })
            await UnfitAsync(UnfitReason.FileName, Content(10), New() with { FileName = name });

        Assert.Equal((1L, 18L, 1L), await CountAsync(core));

        async Task UnfitAsync(UnfitReason reason, byte[] content, NewDocument document)
        {
            var unfit = Assert.IsType<DocumentUnfit>(await TryAddAsync(core, subject, content, document));
            Assert.Equal(reason, unfit.Reason);
            Assert.Matches(@"\p{IsHiragana}", unfit.Sentence("ja"));
            Assert.DoesNotMatch(@"\p{IsHiragana}", unfit.Sentence("en"));
        }
    }

    [Theory]
    [InlineData("application/pdf", "255044462D312E37")]
    [InlineData("image/jpeg", "FFD8FFE0")]
    [InlineData("image/png", "89504E470D0A1A0A00")]
    [InlineData("image/tiff", "49492A00")]
    [InlineData("image/heic", "000000186674797068656963")]
    [InlineData("image/webp", "52494646000000005745425056503820")]
    [InlineData("audio/wav", "524946460000000057415645")]
    [InlineData("audio/mpeg", "FFFB9064")]
    [InlineData("audio/mpeg", "494433")]
    [InlineData("audio/mp4", "00000020667479704D344120")]
    [InlineData("audio/ogg", "4F676753")]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "504B0304")]
    [InlineData("text/plain; charset=utf-8", "E38182")]
    public void A_type_is_told_by_its_first_bytes(string mediaType, string head)
    {
        Assert.True(DocumentType.TryParse(mediaType, out var type));
        Assert.True(type.Fits(Convert.FromHexString(head)));
        Assert.All(DocumentType.All.Where(t => t != type && !(t.Extension is ".docx" or ".xlsx") && t != DocumentType.Text), other => Assert.False(other.Fits(Convert.FromHexString(head))));
        Assert.True(DocumentType.TryFromFileName("X" + type.Extension.ToUpperInvariant(), out var byName));
        Assert.Equal(type, byName);
    }

    [Fact]
    public void A_text_may_be_cut_inside_a_character_by_the_head_only()
    {
        var text = System.Text.Encoding.UTF8.GetBytes(new string('a', DocumentType.HeadBytes - 1) + "あ");
        Assert.True(DocumentType.Text.Fits(text));
        Assert.False(DocumentType.Text.Fits(text.AsMemory(400, 113)));
        Assert.False(DocumentType.TryParse("text/html", out _));
        Assert.False(DocumentType.TryParse("image/svg+xml", out _));
    }
}
