using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Vault;

namespace Azukari.Api.Bodies;

/// <summary>
/// Turns the words of a request into those of the policy, and collects what is wrong with them by field. Words no version knows are told
/// here: they never reach the ledger, where a mistaken name could put a value.
/// </summary>
internal sealed class Fields(Vocabulary words)
{
    public const int MostItems = 64;

    private readonly List<FieldError> _errors = [];

    public bool Fine => _errors.Count == 0;

    public ApiProblem Problem => ApiProblem.Invalid(_errors);

    public void Wrong(string field, string rule, string ja, string en) => _errors.Add(new FieldError(field, rule, ja, en));

    public SubjectId Subject(string text)
    {
        if (!SubjectId.TryParse(text, out var id)) Wrong("id", "subject-id", "人の id は16進32文字です。", "A person's id is 32 hexadecimal digits.");
        return id;
    }

    public ClauseId Purpose(string? text, string field = "purpose")
    {
        if (ClauseId.TryParse(text, out var clause) && words.Find(clause).Exists) return clause;
        Wrong(field, "unknown-purpose", "どの版の方針にもない目的です。", "No version of the policy has such a purpose.");
        return default;
    }

    public RecipientKind? Recipient(string? text, string field)
    {
        if (text is null) return null;
        if (RecipientKind.TryParse(text, out var recipient) && words.Find(recipient).Exists) return recipient;
        Wrong(field, "unknown-recipient", "どの版の方針にもない受領者です。", "No version of the policy has such a recipient.");
        return null;
    }

    public ItemId Item(string? text, string field)
    {
        if (ItemId.TryParse(text, out var item) && words.Find(item).Exists) return item;
        Wrong(field, "unknown-item", "どの版の方針にもない項目です。", "No version of the policy has such an item.");
        return default;
    }

    public IReadOnlyList<ItemId> Items(IReadOnlyList<string>? texts, string field = "items")
    {
        if (texts is not { Count: >= 1 and <= MostItems })
        {
            Wrong(field, "item-count", $"項目を1つ以上{MostItems}以下、指定してください。", $"Name 1 to {MostItems} items.");
            return [];
        }

        var items = new ItemId[texts.Count];
        for (var at = 0; at < items.Length; at++)
        {
            items[at] = ItemId.TryParse(texts[at], out var item) && words.Find(item).Exists ? item : Item(texts[at], $"{field}[{at}]");
            if (Fine && Array.IndexOf(items, items[at]) < at) Wrong($"{field}[{at}]", "item-twice", "同じ項目が二度あります。", "The item is named twice.");
        }

        return items;
    }

    public string? Code(string? text, string field)
    {
        if (text is null || LedgerCode.IsCode(text)) return text;
        Wrong(field, "code", "英数字と . _ : / + - だけの64文字までのコードです（長い番号や個人の値は書けません）。", "A code of at most 64 letters, digits and . _ : / + -; no long number, no personal value.");
        return null;
    }

    public SubjectKind Kind(string? text)
    {
        if (SubjectKind.TryParse(text, out var kind) && words.Find(kind).Exists) return kind;
        Wrong("kind", "unknown-subject-kind", "どの版の方針にもない種別です。", "No version of the policy has such a kind of person.");
        return default;
    }

    public PolicyVersion Version(string? text, string field)
    {
        if (PolicyVersion.TryParse(text, out var version) && words.Find(version).Exists) return version;
        Wrong(field, "unknown-version", "公開されていない版です。", "No such version was published.");
        return default;
    }

    public T Word<T>(string? text, string field) where T : struct, Enum
    {
        if (PolicyWords.TryParse<T>(text, out var value)) return value;
        var list = string.Join(", ", PolicyWords.All<T>());
        Wrong(field, "unknown-word", $"使える言葉: {list}", $"Has to be one of {list}.");
        return default;
    }

    public ConsentGrant Consent(ConsentRequest consent, string path = "")
    {
        var under = path.Length == 0 ? "" : path + ".";
        return new ConsentGrant(Purpose(consent.Purpose, under + "purpose"), Recipient(consent.Recipient, under + "recipient"), Items(consent.Items, under + "items"));
    }

    public ClauseId? Ground(string? text) => text is null ? null : Purpose(text, "ground");

    /// <summary>What an access by a client is; whether its purpose is the client's own is not asked here.</summary>
    public AccessContext? Context(ApiClient client, string? purpose, string? @case, string? reasonCode, string? ground, bool identityConfirmed)
    {
        var (clause, code, reason, basis) = (Purpose(purpose), Code(@case, "case"), Code(reasonCode, "reasonCode"), Ground(ground));
        return Fine
            ? new AccessContext { Accessor = client.Accessor, As = client.As, Purpose = clause, Case = code, Reason = reason, Ground = basis, To = client.To, IdentityConfirmed = identityConfirmed }
            : null;
    }
}
