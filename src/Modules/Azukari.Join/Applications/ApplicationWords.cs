using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Applications;

/// <summary>The words of applications in storage.</summary>
internal static class ApplicationWords
{
    /// <summary>Customer service, which decides on applications: the recipient kind their data is read as.</summary>
    public static readonly RecipientKind Desk = RecipientKind.Parse("staff.customer-service");

    /// <summary>Registering members and keeping their records.</summary>
    public static readonly ClauseId Purpose = ClauseId.Parse("purpose.member.1");

    /// <summary>The program, acting on what a visitor sent.</summary>
    public static readonly Accessor Web = new("join");

    /// <summary>Why staff has to decide.</summary>
    public const string Duplicate = "duplicate", NoMail = "no-mail", Review = "review", SponsorGone = "sponsor", Paper = "paper", Outline = "outline", SponsorChosen = "sponsor-chosen";

    /// <summary>How the reason of an application begins that changed the class of a living membership; the class it was follows.</summary>
    public const string ChangedFrom = "changed-from-";

    /// <summary>Why an application was declined.</summary>
    public static readonly IReadOnlyList<string> DeclineReasons = ["same-person", "not-reached", "not-eligible", "withdrawn", "other"];

    public static string Word(this ApplicationState state) => state switch
    {
        ApplicationState.Begun => "begun",
        ApplicationState.Unconfirmed => "unconfirmed",
        ApplicationState.Confirmed => "confirmed",
        ApplicationState.Waiting => "waiting",
        ApplicationState.Accepted => "accepted",
        ApplicationState.Joining => "joining",
        ApplicationState.Carrying => "carrying",
        ApplicationState.Joined => "joined",
        ApplicationState.Declined => "declined",
        ApplicationState.Ending => "ending",
        ApplicationState.Lapsed => "lapsed",
        ApplicationState.Erased => "erased",
        ApplicationState.Undone => "undone",
        ApplicationState.Left => "left",
    };

    public static ApplicationState StateOf(string word) => Enum.GetValues<ApplicationState>().Single(state => state.Word() == word);
}
