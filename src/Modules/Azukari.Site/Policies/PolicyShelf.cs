using Azukari.Site.Contact;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies;

public sealed class PolicyShelf
{
    public CompanyFacts Company { get; } = new(new("シークレットダイレクトジャパン合同会社", "Seacret Direct Japan GK"), "0800-888-0311", "jp-cs@seacretdirect.com",
        new ServiceHours([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new(10, 0), new(16, 0)));
}

public sealed record CompanyFacts(Bilingual Name, string TollFree, string Email, ServiceHours Hours);

public sealed record Bilingual(string Ja, string En)
{
    public string Here() => PageLanguage.IsEnglish ? En : Ja;
}
