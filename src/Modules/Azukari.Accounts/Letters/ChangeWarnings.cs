using Azukari.Accounts.Contracts;
using Azukari.Console.Shell;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Accounts.Letters;

/// <summary>
/// Tells members that staff change where their mail or their money goes: to the address held before the change, so that whoever changes it cannot keep
/// it from them. Who asked for it knows; who did not has some days, in which the new address sets no password (<see cref="SignIn.AddressTrust"/>).
/// </summary>
internal static class ChangeWarnings
{
    /// <summary>The letter about a change of the address.</summary>
    public const string Address = "account.address-by-staff";

    private const string Bank = "account.bank-by-staff", At = "at", Link = "link";

    public static IReadOnlyList<MessageTemplate> Templates { get; } =
    [
        Template(Address, "メールアドレスの変更について", "Your e-mail address is being changed",
            "{at} に、ご登録のメールアドレスを当社の職員が変更する手続きをしました。このメールは、変更前のアドレスにお送りしています。\n\n"
            + "お心当たりがなければ、すぐに当社へお知らせください。新しいアドレスでは、しばらくの間、パスワードを設定し直すことはできません。いまの設定は、次のページで確かめられます。\n\n{link}",
            "On {at} our staff took up a change of the e-mail address we hold. This letter goes to the address we held before.\n\n"
            + "If you did not ask for it, tell us at once. For some days nobody can set a password by the new address. What you sign in with is here:\n\n{link}"),
        Template(Bank, "振込先口座の変更について", "Your bank account is being changed",
            "{at} に、ご登録の振込先口座を当社の職員が変更する手続きをしました。\n\nお心当たりがなければ、すぐに当社へお知らせください。ご登録の内容は、次のページで確かめられます。\n\n{link}",
            "On {at} our staff took up a change of the bank account we pay to.\n\nIf you did not ask for it, tell us at once. What we hold is here:\n\n{link}"),
    ];

    public static IServiceCollection AddChangeWarnings(this IServiceCollection services) => services.AddMessageTemplates(Templates)
        .AddSingleton(new ChangeWarning(MessageTemplate.Address, static (provider, subject, by, code, cancel) => WarnAsync(provider, Address, "/account", subject, by, code, cancel)))
        .AddSingleton(new ChangeWarning(ItemId.Parse("bank-account"), static (provider, subject, by, code, cancel) => WarnAsync(provider, Bank, "/my/information", subject, by, code, cancel)));

    private static async Task WarnAsync(IServiceProvider provider, string template, string page, SubjectId subject, Accessor by, string code, CancellationToken cancel)
    {
        var now = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        var english = await provider.GetServices<MemberLanguage>().IsEnglishAsync(subject, cancel) ?? false;
        await provider.GetRequiredService<Outbox>().WarnAsync(
            new MessageOrder
            {
                Template = template, Subject = subject, Case = code, Language = english ? "en" : "ja", By = by,
                Fields = new MessageFields().Moment(At, now).Link(Link, page), DedupeKey = now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            }, cancel);
    }

    private static MessageTemplate Template(string id, string subjectJa, string subjectEn, string ja, string en) => new()
    {
        Id = id, Version = 1, Kind = MessageKind.Service, Purpose = ClauseId.Parse("purpose.member.7"), As = RecipientKind.Parse("staff.customer-service"),
        Fields = [new MessageField(At, MessageFieldKind.Moment, "2026-10-01T09:00:00Z"), new MessageField(Link, MessageFieldKind.Link, "/account")],
        Subject = new LocalText(subjectJa, subjectEn), Text = new LocalText(ja, en),
    };
}
