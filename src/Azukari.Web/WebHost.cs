namespace Azukari.Web;

/// <summary>Names this assembly for those who start the host in their own process, as tests do; <c>Program</c> is also what the command line is called.</summary>
public sealed class WebHost
{
    private WebHost()
    {
    }
}
