using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Azukari.Company.Settings;

/// <summary>Reads and writes <c>azukari.json</c>.</summary>
public static partial class SettingsFile
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "azukari.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads the settings of a data folder.</summary>
    /// <exception cref="SettingsException">Not JSON, a setting unknown, missing or of the wrong form.</exception>
    public static async Task<CompanySettings> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var document = await JsonDocument.ParseAsync(stream, Lenient, cancel);
            return Parse(document.RootElement);
        }
        catch (JsonException wrong)
        {
            var line = (wrong.LineNumber ?? 0) + 1;
            throw new SettingsException(Name, $"{line} 行目が JSON として読めません。", $"line {line} is not JSON.", wrong);
        }
    }

    /// <summary>The same on the caller's thread: for who looks at the settings again while the program runs.</summary>
    /// <exception cref="SettingsException">As <see cref="ReadAsync"/>.</exception>
    internal static CompanySettings Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
            return Parse(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new SettingsException(Name, "JSON として読めません。", "is not JSON.", wrong);
        }
    }

    /// <summary>Reads settings from a text; for tests and tools.</summary>
    /// <exception cref="SettingsException">As <see cref="ReadAsync"/>.</exception>
    public static CompanySettings Parse(JsonElement root)
    {
        var top = new Node(root, "").Object("store", "keys", "checkpoints", "operators", "contracts", "messages");
        var store = top.Child("store")?.Object("postgres");
        return new CompanySettings
        {
            Postgres = store?.Child("postgres")?.Text(),
            Keys = (top.Child("keys") is { IsObject: true } keys ? keys.Object("folder", "pkcs11").Child("folder") : top.Child("keys"))?.Text() ?? "keys",
            Pkcs11 = top.Child("keys") is { IsObject: true } hsm && hsm.Child("pkcs11") is { } token ? ReadToken(token, backup: false) : null,
            Checkpoints = top.Child("checkpoints")?.Text() ?? "checkpoints",
            Operators = (top.Child("operators")?.Members() ?? []).ToDictionary(member => member.Name, ReadOperator, StringComparer.Ordinal),
            Contracts = ReadContracts(top.Child("contracts")),
            Messages = top.Child("messages") is { } messages ? MessageSettingsFile.Read(messages) : null,
        };
    }

    /// <summary>Writes the settings, mode 0600, replacing the file whole.</summary>
    public static async Task WriteAsync(string file, CompanySettings settings, CancellationToken cancel)
    {
        var root = new JsonObject
        {
            ["store"] = settings.Postgres is null ? new JsonObject() : new JsonObject { ["postgres"] = settings.Postgres },
            ["keys"] = settings.Pkcs11 is { } token ? new JsonObject { ["folder"] = settings.Keys, ["pkcs11"] = Write(token) } : settings.Keys,
            ["checkpoints"] = settings.Checkpoints,
            ["operators"] = new JsonObject(settings.Operators.Values.OrderBy(o => o.Login, StringComparer.Ordinal)
                .Select(o => KeyValuePair.Create(o.Login, (JsonNode?)new JsonObject { ["roles"] = Strings(o.Roles), ["duties"] = Strings(o.Duties.Select(d => d.Word())) }))),
            ["contracts"] = new JsonArray([.. settings.Contracts.Select(Write)]),
        };
        if (settings.Messages is { } messages) root["messages"] = MessageSettingsFile.Write(messages);
        await PrivateFiles.WriteAsync(file, root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n", cancel);
    }

    private static Pkcs11Settings ReadToken(Node node, bool backup)
    {
        if (backup) node.Object("module", "token", "pinFile");
        else node.Object("module", "token", "pinFile", "label", "backup", "leaving");
        return new Pkcs11Settings(node.Need("module").Text(), node.Need("token").Text(), node.Child("pinFile")?.Text())
        {
            Label = node.Child("label")?.Text() ?? "azukari-master",
            Backup = node.Child("backup") is { } second ? ReadToken(second, backup: true) : null,
            Leaving = node.Child("leaving")?.Flag() ?? false,
        };
    }

    private static JsonObject Write(Pkcs11Settings token)
    {
        var node = new JsonObject { ["module"] = token.Module, ["token"] = token.Token };
        if (token.PinFile is { } pin) node["pinFile"] = pin;
        if (token.Label != "azukari-master") node["label"] = token.Label;
        if (token.Backup is { } backup) node["backup"] = Write(backup);
        if (token.Leaving) node["leaving"] = true;
        return node;
    }

    private static Operator ReadOperator(Node member)
    {
        if (!Code().IsMatch(member.Name))
            throw member.Wrong("ログイン名は英小文字・数字・. _ - で64文字までです。", "a login is lower-case letters, digits, '.', '_' and '-', at most 64.");
        var found = member.Object("roles", "duties");
        return new Operator(member.Name, found.Need("roles").Ids()) { Duties = (found.Child("duties")?.Elements() ?? []).Select(ReadDuty).ToHashSet() };
    }

    private static Duty ReadDuty(Node node)
    {
        var word = node.Text();
        foreach (var duty in Duties.All)
            if (duty.Word() == word) return duty;
        var list = string.Join(", ", Duties.All.Select(d => d.Word()));
        throw node.Wrong($"知らない職務です。使えるもの: {list}", $"is no duty. Allowed: {list}");
    }

    private static List<Contract> ReadContracts(Node? node)
    {
        var contracts = new List<Contract>();
        foreach (var item in node?.Elements() ?? [])
        {
            item.Object("id", "recipient", "to", "purposes", "items", "from", "until", "country");
            var country = item.Child("country")?.Object("code", "given");
            var contract = new Contract
            {
                Id = item.Need("id").Matching(Code(), "code", "コード"),
                Recipient = item.Need("recipient").Id(),
                To = item.Need("to").Matching(Code(), "name code", "名称コード"),
                Purposes = item.Need("purposes").Ids(),
                Items = item.Need("items").Ids(),
                From = item.Need("from").Date(),
                Until = item.Child("until")?.Date(),
                Country = country is null ? null
                    : new CountryInformation(country.Need("code").Matching(CountryCode(), "country code of two capital letters", "国コード（英大文字2字）"), country.Child("given")?.Date()),
            };
            if (contract.Until < contract.From)
                throw item.Need("until").Wrong("from より前の日付です。", "is before 'from'.");
            if (contracts.Exists(other => other.Id == contract.Id))
                throw item.Need("id").Wrong("同じ id の契約がすでにあります。", "another contract has this id.");
            contracts.Add(contract);
        }

        return contracts;
    }

    private static JsonNode Write(Contract contract)
    {
        var node = new JsonObject
        {
            ["id"] = contract.Id, ["recipient"] = contract.Recipient, ["to"] = contract.To,
            ["purposes"] = Strings(contract.Purposes), ["items"] = Strings(contract.Items), ["from"] = contract.From.ToString("O", CultureInfo.InvariantCulture),
        };
        if (contract.Until is { } until) node["until"] = until.ToString("O", CultureInfo.InvariantCulture);
        if (contract.Country is { } country)
            node["country"] = new JsonObject { ["code"] = country.Code, ["given"] = country.Given?.ToString("O", CultureInfo.InvariantCulture) };
        return node;
    }

    private static JsonArray Strings(IEnumerable<string> values) =>
        new([.. values.Order(StringComparer.Ordinal).Select(value => (JsonNode)JsonValue.Create(value))]);

    [GeneratedRegex(@"^[a-z0-9_][a-z0-9._-]{0,63}$")]
    internal static partial Regex Code();

    [GeneratedRegex(@"^[A-Z]{2}$")]
    private static partial Regex CountryCode();
}
