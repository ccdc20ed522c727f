using Azukari.Import;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Values;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Tests.Import;

/// <summary>A vault under the company's own policy, a file to import and its map. What the files hold goes when the test ends: a scan of what the program wrote must not find what the test wrote.</summary>
internal sealed class ImportWorld : IAsyncDisposable
{
    public const string Header = "会員番号,区分,登録日,姓,名,セイ,メイ,生年月日,郵便番号,都道府県,住所,電話番号,メール,備考";

    public const string MapText = """
        policy-version: "2021-04"
        channel: import
        subject-kind: { column: 区分, values: { エージェント: agent, VIP: vip, 一般: retail } }
        identify-by: member-number
        acquired-at: 登録日
        items:
          member-number: 会員番号
          name: { family: 姓, given: 名 }
          kana: [セイ, メイ]
          date-of-birth: 生年月日
          address: { postal-code: 郵便番号, prefecture: 都道府県, line: 住所 }
          phone: 電話番号
          email: メール
        ignore: [備考]
        """;

    private readonly TestPlace _place;
    private readonly FileMasterKeys _masters;
    private readonly LedgerSigningKey _signing = LedgerSigningKey.Create("import.example.jp");
    private TrustCore _core = null!;

    private ImportWorld(TestPlace place)
    {
        _place = place;
        Clock = new TestClock(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.FromHours(9)));
        _masters = FileMasterKeys.Open(Path.Combine(place.Folder, "keys", "master-keys.json"), Clock);
        Folder = TestRun.NewFolder("import-files");
        File.WriteAllText(MapFile, MapText);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestClock Clock { get; }

    public TrustCore Core => _core;

    public string Folder { get; }

    public string Source => Path.Combine(Folder, "people.csv");

    public string Rejects => Path.Combine(Folder, "people.rejects.csv");

    public string MapFile => Path.Combine(Folder, "map.yaml");

    public static async Task<ImportWorld> OpenAsync(StoreEngine engine)
    {
        var world = new ImportWorld(await Vault.TrustPlaces.CreateAsync(engine));
        world._core = await TrustCore.OpenAsync(
            new TrustOptions
            {
                Stores = world._place.Location,
                MasterKeys = world._masters,
                SigningKey = world._signing,
                CheckpointFolder = Path.Combine(world._place.Folder, "checkpoints"),
                ErasureListFile = Path.Combine(world._place.Folder, "keys", "erasures.list"),
                Clock = world.Clock,
            },
            Cancel);
        foreach (var policy in Policies.Documents) await world._core.Publications.PublishAsync(policy, new Accessor("op.privacy"), Cancel);
        return world;
    }

    /// <summary>A row that can be taken in; the number tells people apart.</summary>
    public static string Row(int number, string phone = "03-0000-1234", string kind = "エージェント", string? email = null) =>
        $"{CanaryWords.MemberNumber(number)},{kind},2021/5/1,{CanaryWords.FamilyName},{CanaryWords.GivenName},ｶﾅﾘﾔﾔｼｷ,さえずりなるみこ,S55.4.1,〒000-0001,東京都,{CanaryWords.Town}１－２,{phone},{email ?? CanaryWords.Mail(number)},";

    public Task WriteAsync(params string[] rows) => WriteInAsync("utf-8", rows);

    public Task WriteInAsync(string encoding, params string[] rows) =>
        File.WriteAllBytesAsync(Source, EncodingTests.Bytes(encoding, string.Join("\r\n", [Header, .. rows]) + "\r\n"), Cancel);

    public async Task<ImportReport> ImportAsync(Func<ImportOptions, ImportOptions>? with = null, IProgress<ImportProgress>? progress = null, CancellationToken? cancel = null)
    {
        var outcome = await RunAsync(with, progress, cancel);
        return outcome as ImportReport ?? throw new InvalidOperationException(string.Join('\n', ((ImportUnusable)outcome).Problems));
    }

    public Task<ImportOutcome> RunAsync(Func<ImportOptions, ImportOptions>? with = null, IProgress<ImportProgress>? progress = null, CancellationToken? cancel = null)
    {
        var options = new ImportOptions { File = Source, Map = MapFile, By = new Accessor("op.import"), Clock = Clock, Culture = Parsing.En };
        return PeopleImport.RunAsync(with?.Invoke(options) ?? options, Core, progress, cancel ?? Cancel);
    }

    /// <summary>Everybody, by member number, as items in their stored form; read for shipping, which may see some of them.</summary>
    public async Task<SortedDictionary<string, Dictionary<string, string>>> PeopleAsync()
    {
        var context = new AccessContext
        {
            Accessor = new Accessor("op.service"),
            As = RecipientKind.Parse("staff.customer-service"),
            Purpose = ClauseId.Parse("purpose.member.1"),
            Case = "application:1",
        };
        ItemId[] items = [.. "member-number name kana date-of-birth address phone email".Split(' ').Select(ItemId.Parse)];
        var people = new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        await foreach (var result in Core.Vault.ReadManyAsync(Core.Vault.SubjectsAsync(ct: Cancel), items, context, Cancel))
        {
            var granted = result as Granted<ItemValues> ?? throw new InvalidOperationException($"refused: {((RefusedAccess<ItemValues>)result).Refusal}");
            var values = items.Where(item => granted.Values[item] is not null).ToDictionary(item => item.Value, item => granted.Values[item]!.Value.Reveal());
            people.Add(values["member-number"], values);
        }

        return people;
    }

    public async Task<List<LedgerEntry>> LedgerAsync(EntryKind kind)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var record in Core.Ledger.QueryAsync(new LedgerQuery(), Cancel))
        {
            if (record.Entry.Kind == kind) entries.Add(record.Entry);
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        if (_core is not null) await _core.DisposeAsync();
        _masters.Dispose();
        _signing.Dispose();
        Directory.Delete(Folder, recursive: true);
        await _place.DisposeAsync();
    }
}
