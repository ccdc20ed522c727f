using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Cli.Rights;

/// <summary><c>azukari correct</c>: corrects one item, its new value from standard input.</summary>
internal sealed class CorrectCommand : CliCommand
{
    private readonly CliOption _item;
    private readonly CliOption _version;
    private readonly CliArgument _subject;

    public CorrectCommand(Language language)
        : base(language, "correct", new("項目を訂正する（新しい値は標準入力から）", "correct an item, its new value read from standard input"))
    {
        _item = Option("--item", "ITEM", new("訂正する項目", "the item to correct"), needed: true);
        _version = Option("--version-shown", "VERSION", new(
            "ご本人による訂正のとき、お見せした方針の版。項目はその版の下で預かったことになります", "for a correction by the person: the policy version shown to them; the item is then held under it"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "値は項目の形に整えてから封じます。以前の値は封じたまま履歴に残ります。版を示さなければ、職員による訂正です。",
            "The value is normalised to the item's form, then sealed. The earlier value stays in the history, sealed. Without a version it is a correction by staff.");
        Examples =
        [
            new("echo 090-0000-4321 | azukari correct --item mobile SUBJECT", new("携帯電話を訂正する", "correct the mobile number")),
            new("echo 090-0000-4321 | azukari correct --item mobile --version-shown 2026-10 SUBJECT", new("ご本人からの訂正", "a correction by the person")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var item = Ids.Item(call.Need(_item), _item.Name);
        var subject = Ids.Subject(call.Need(_subject));
        CorrectionBy how = call.Get(_version) is { } version ? new CorrectionBy.Self(Ids.Version(version, _version.Name)) : new CorrectionBy.Staff();
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, subject, cancel, Duty.Rights);
        if (company.Trust.Policies.InForce.Document.FindItem(item) is null)
            throw new UsageException($"方針に {item} という項目はありません。", $"the policy in force has no item {item}.");
        if (!company.ShapeOf(item).TryNormalise(screen.ReadValue(item.Value), JapanTime.Today(screen.Clock), out var value, out var wrong))
            throw new UsageException($"{item}: {wrong.Sentence(screen.Culture)}", $"{item}: {wrong.Sentence(screen.Culture)}");
        var result = await company.Trust.Vault.CorrectAsync(
            subject, new Dictionary<Policy.ItemId, StoredValue?> { [item] = value }, how, by, ct: cancel);
        return Acts.Print(call, company, result, new("訂正", "corrected"));
    }
}
