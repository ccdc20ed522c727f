using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Requests.Contracts;

/// <summary>How a request stands.</summary>
public enum RequestState
{
    /// <summary>Waits for its answer.</summary>
    Open,

    /// <summary>Done as asked.</summary>
    Granted,

    /// <summary>Done in part; the rest with a reason.</summary>
    Partly,

    /// <summary>Not done, with a reason.</summary>
    Refused,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn,
}

/// <summary>By which way a request came.</summary>
public enum RequestWay
{
    /// <summary>From the member's own pages.</summary>
    Web,

    /// <summary>By telephone.</summary>
    Phone,

    /// <summary>By letter.</summary>
    Post,

    /// <summary>By e-mail.</summary>
    Mail,

    /// <summary>At the counter.</summary>
    Counter,
}

/// <summary>How it was made sure that who asks is the person, or may ask for them.</summary>
public enum IdentityCheck
{
    /// <summary>It still has to be.</summary>
    Open,

    /// <summary>By signing in as the member.</summary>
    SignedIn,

    /// <summary>By a document of identity.</summary>
    Document,

    /// <summary>By calling back on the telephone number that is held.</summary>
    CallBack,

    /// <summary>By what is registered, asked for.</summary>
    Registered,

    /// <summary>Somebody acting for the person, with proof of it.</summary>
    Proxy,
}

/// <summary>How a request came that staff enter.</summary>
/// <param name="Way">The way; not <see cref="RequestWay.Web"/>.</param>
/// <param name="On">The day it arrived, in Japan: the days are counted from it.</param>
/// <param name="Identity">How identity was checked; not <see cref="IdentityCheck.SignedIn"/>.</param>
public sealed record Arrival(RequestWay Way, DateOnly On, IdentityCheck Identity)
{
    /// <summary>Whether a request can have arrived on a day: not after today, and not more than a year before.</summary>
    public static bool CanBe(DateOnly day, DateOnly today) => day <= today && day >= today.AddYears(-1);
}

/// <summary>A request, as it may be known: who (a random id), what for, how it stands. Nothing that was written in it.</summary>
public sealed record RightsRequest
{
    /// <summary>Its case code, <c>R-</c> and eight letters and digits.</summary>
    public required string Code { get; init; }

    /// <summary>Who asks.</summary>
    public required SubjectId Subject { get; init; }

    /// <summary>What for.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>Whether the answer is wanted on paper; else by electronic means.</summary>
    public required bool OnPaper { get; init; }

    /// <summary>How it stands.</summary>
    public required RequestState State { get; init; }

    /// <summary>When it came; of one that staff entered, the first moment of the day it arrived, in Japan.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The day, in Japan, by which it is answered as a rule.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it was answered or taken back.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who answered it; null where it was taken back.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Why it was not, or not wholly, granted: one of <see cref="RequestWords.Reasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it was granted although nothing was done for it here: one of <see cref="RequestWords.Undone"/>.</summary>
    public string? Undone { get; init; }

    /// <summary>Whether something was written beside it.</summary>
    public required bool HasText { get; init; }

    /// <summary>Whether a scan is kept with it.</summary>
    public required bool HasScan { get; init; }

    /// <summary>By which way it came.</summary>
    public required RequestWay Way { get; init; }

    /// <summary>How identity was checked.</summary>
    public required IdentityCheck Identity { get; init; }

    /// <summary>Who checked identity, where staff did.</summary>
    public string? IdentityBy { get; init; }

    /// <summary>When staff checked identity.</summary>
    public DateTimeOffset? IdentityAt { get; init; }

    /// <summary>Who of the staff entered it; null where the member made it.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset? EnteredAt { get; init; }
}

/// <summary>The words of ways and checks in storage and in the ledger.</summary>
public static class ArrivalWords
{
    /// <summary>The way in lower case.</summary>
    public static string Word(this RequestWay way) => way switch
    {
        RequestWay.Web => "web",
        RequestWay.Phone => "phone",
        RequestWay.Post => "post",
        RequestWay.Mail => "mail",
        RequestWay.Counter => "counter",
    };

    /// <summary>The check in lower case.</summary>
    public static string Word(this IdentityCheck check) => check switch
    {
        IdentityCheck.Open => "open",
        IdentityCheck.SignedIn => "signed-in",
        IdentityCheck.Document => "document",
        IdentityCheck.CallBack => "call-back",
        IdentityCheck.Registered => "registered",
        IdentityCheck.Proxy => "proxy",
    };

    /// <summary>The ways a request comes that staff enter.</summary>
    public static IReadOnlyList<RequestWay> Entered { get; } = [RequestWay.Phone, RequestWay.Post, RequestWay.Mail, RequestWay.Counter];

    /// <summary>How staff check identity.</summary>
    public static IReadOnlyList<IdentityCheck> Checks { get; } = [IdentityCheck.Document, IdentityCheck.CallBack, IdentityCheck.Registered, IdentityCheck.Proxy];

    /// <summary>The way of a word; null for any other.</summary>
    public static RequestWay? WayOf(string? word) => Enum.GetValues<RequestWay>().Where(way => way.Word() == word).Select(way => (RequestWay?)way).FirstOrDefault();

    /// <summary>The check of a word; null for any other.</summary>
    public static IdentityCheck? CheckOf(string? word) => Enum.GetValues<IdentityCheck>().Where(check => check.Word() == word).Select(check => (IdentityCheck?)check).FirstOrDefault();

    /// <summary>The channel of the vault a way is.</summary>
    internal static Channel Channel(this RequestWay way) => way switch
    {
        RequestWay.Web => Policy.Channel.Web,
        RequestWay.Phone => Policy.Channel.Phone,
        RequestWay.Post or RequestWay.Counter => Policy.Channel.Paper,
        RequestWay.Mail => Policy.Channel.Inquiry,
    };
}
