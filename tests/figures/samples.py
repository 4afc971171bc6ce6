"""Formulas as models write them, one a line."""

TYPICAL = r"""
x^2
E = mc^2
a_{i,j}
\alpha + \beta = \gamma
\frac{a}{b}
\dfrac{a}{b}
\tfrac{1}{2}
\cfrac{1}{1+\cfrac{1}{x}}
\frac12
\frac{\partial f}{\partial x}
\sqrt{2}
\sqrt[3]{x + 1}
\sum_{i=1}^{n} i = \frac{n(n+1)}{2}
\sum\limits_{k=0}^{\infty} \frac{x^k}{k!}
\prod_{p \text{ prime}} \frac{1}{1 - p^{-s}}
\int_0^\infty e^{-x^2} \, dx = \frac{\sqrt{\pi}}{2}
\iint_D f(x,y)\,dA
\iiint_V \nabla \cdot \mathbf{F} \, dV
\oint_C \vec{F} \cdot d\vec{r}
\lim_{x \to 0} \frac{\sin x}{x} = 1
\lim\limits_{n \to \infty} a_n
\max_{x \in X} f(x)
\min_{w} \|Xw - y\|_2^2 + \lambda \|w\|_1
\arg\max_{\theta} \log p(x \mid \theta)
\operatorname*{arg\,max}_{\theta} \mathcal{L}(\theta)
\operatorname*{argmin}_{x} f(x)
\operatorname{softmax}(x_i) = \frac{e^{x_i}}{\sum_j e^{x_j}}
\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V
\begin{pmatrix} a & b \\ c & d \end{pmatrix}
\begin{bmatrix} 1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1 \end{bmatrix}
\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc
\begin{Bmatrix} a \\ b \end{Bmatrix}
\begin{Vmatrix} a & b \\ c & d \end{Vmatrix}
\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}
\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}
\left[\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right]
\begin{array}{c|c} A & B \\ \hline 0 & 1 \end{array}
f(x) = \begin{cases} x^2 & \text{if } x \geq 0 \\ -x & \text{otherwise} \end{cases}
|x| = \begin{cases} x, & x \ge 0 \\[4pt] -x, & x < 0 \end{cases}
\begin{align} a &= b + c \\ &= d + e \end{align}
\begin{align*} (a+b)^2 &= a^2 + 2ab + b^2 \\ (a-b)^2 &= a^2 - 2ab + b^2 \end{align*}
\begin{aligned} x + y &= 3 \\ x - y &= 1 \end{aligned}
\begin{gather} a = b \\ c = d \end{gather}
\begin{gather*} x = 1 \\ y = 2 \end{gather*}
\begin{gathered} x = 1 \\ y = 2 \end{gathered}
\begin{equation} E = mc^2 \end{equation}
\begin{equation*} F = ma \end{equation*}
\begin{multline} a + b + c \\ + d + e \end{multline}
\begin{split} a &= b \\ &= c \end{split}
\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}
\begin{alignat}{2} x &= 1 &\quad y &= 2 \end{alignat}
\begin{alignedat}{2} x &= 1 &\quad y &= 2 \end{alignedat}
\left\{ \begin{aligned} x + y &= 1 \\ x - y &= 0 \end{aligned} \right.
\begin{rcases} a \\ b \end{rcases} = c
\begin{dcases} \frac{x}{2} & x > 0 \\ 0 & x = 0 \end{dcases}
\boxed{x = 5}
\boxed{\frac{a}{b}}
x = 1 \tag{1}
y = 2 \tag*{Euler}
E = mc^2 \label{eq:energy}
a = b \nonumber
a = b \notag
\mathbb{R}^n
\mathbb{E}[X] = \sum_x x\,P(X = x)
\mathbb N \subset \mathbb Z \subset \mathbb Q
\mathcal{O}(n \log n)
\mathfrak{g}
\mathscr{L}
\mathsf{T}
\mathtt{code}
\mathit{diff}
\mathbf{x}^\top \mathbf{y}
\boldsymbol{\mu}
\bm{x}
\pmb{x}
90^\circ
90\degree
25\,^\circ\text{C}
\angle ABC = 60^{\circ}
\triangle ABC \cong \triangle DEF
\left( \frac{a}{b} \right)
\left. \frac{dy}{dx} \right|_{x=0}
\left\| x \right\|
\left\langle x, y \right\rangle
\langle \psi | \hat{H} | \psi \rangle
\lvert x \rvert
\lVert v \rVert
\lfloor x \rfloor + \lceil y \rceil
\bigl( x \bigr)
\Big[ x \Big]
\Biggl( \frac{a}{b} \Biggr)
\bigg| \frac{a}{b} \bigg|
\binom{n}{k} = \frac{n!}{k!(n-k)!}
\binom{n_{1}}{k_{2}}
\dbinom{n}{k}
\tbinom{n}{k}
{n \choose k}
\substack{i < n \\ j < m}
\sum_{\substack{1 \le i \le n \\ i \ne j}} a_{ij}
\overline{AB}
\underline{x}
\overbrace{a + b}^{n}
\underbrace{x + y + z}_{3 \text{ terms}}
\overset{?}{=}
\underset{x}{\min}
\stackrel{\text{def}}{=}
\hat{y}
\widehat{xyz}
\tilde{x}
\widetilde{abc}
\bar{x} = \frac{1}{n}\sum_{i=1}^n x_i
\dot{x}
\ddot{x}
\vec{v}
\overrightarrow{AB}
\overleftarrow{AB}
\mathring{A}
\check{x}
\acute{e}
\prime
f'(x) = 2x
f''(x)
y'''
x \in A \cup B \cap C \setminus D
A \subseteq B \supseteq C
\forall \epsilon > 0 \, \exists \delta > 0
p \land q \lor \neg r \implies s \iff t
a \equiv b \pmod{n}
a \bmod n
a \mod n
\gcd(a, b)
\sin^2\theta + \cos^2\theta = 1
\log_2 n
\ln x
\exp(x)
\det A
\dim V
\ker T
\Pr(X > x)
\Re(z), \Im(z)
a \to b \rightarrow c \Rightarrow d \longrightarrow e \mapsto f
\xrightarrow{f}
A \xrightarrow[\text{heat}]{\Delta} B
\xleftarrow{g}
\leftrightarrow \Leftrightarrow \rightleftharpoons
\uparrow \downarrow \nearrow \searrow
\approx \sim \simeq \cong \propto \ne \neq \le \leq \ge \geq \ll \gg
\pm \mp \times \div \cdot \ast \star \circ \bullet \oplus \otimes \odot
\infty \partial \nabla \hbar \ell \emptyset \varnothing \aleph
\ldots \cdots \vdots \ddots \dots
\quad \qquad \, \; \: \! x
\text{speed} = \frac{\text{distance}}{\text{time}}
\text{a \& b}
\text{100\%}
50\%
\$100
\#\{x\}
a \% b
\text{Cost} = \$5.00
\mathrm{H_2O}
\ce{H2O}
\ce{2H2 + O2 -> 2H2O}
\text{H}_2\text{SO}_4
\text{CO}_2
\color{red}{x}
\textcolor{blue}{y}
\colorbox{yellow}{x}
\cancel{x}
\bcancel{x}
\xcancel{x}
\not= \not\in
\hspace{1cm} x
\mathop{\mathrm{lim}}
\begin{cases} \text{若 } x > 0 \\ \text{否则} \end{cases}
\text{速度} = \frac{\text{路程}}{\text{时间}}
速度 = 路程 / 时间
\frac{\text{总成本}}{\text{数量}} \times 100\%
P(A|B) = \frac{P(B|A)P(A)}{P(B)}
H(X) = -\sum_{i} p_i \log_2 p_i
\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}
i\hbar\frac{\partial}{\partial t}\Psi(\mathbf{r},t) = \hat H \Psi(\mathbf{r},t)
G_{\mu\nu} + \Lambda g_{\mu\nu} = \frac{8\pi G}{c^4} T_{\mu\nu}
f(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}
x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
e^{i\pi} + 1 = 0
a^2 + b^2 = c^2
\zeta(s) = \sum_{n=1}^\infty \frac{1}{n^s}
\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \dots \end{bmatrix}
\hat{\beta} = (X^TX)^{-1}X^Ty
W \leftarrow W - \eta \nabla_W \mathcal{L}
\mathcal{N}(\mu, \sigma^2)
x \sim \mathcal{N}(0, 1)
\theta_{t+1} = \theta_t - \frac{\eta}{\sqrt{\hat{v}_t} + \epsilon}\hat{m}_t
D_{KL}(P \| Q) = \sum_x P(x) \log\frac{P(x)}{Q(x)}
\bigcup_{i=1}^n A_i \quad \bigcap_{i} B_i \quad \bigoplus_i V_i
\begin{aligned}[t] a &= b \end{aligned}
\sideset{}{'}\sum_{n} a_n
\limsup_{n\to\infty} a_n
\varlimsup x_n
\mathrm{d}x
\displaystyle \sum_{i=1}^n i
\textstyle \frac{a}{b}
\mathbf{x}, \mathbf{y}
10{,}000
1{,}234.56
3.14
\pi \approx 3.14159\ldots
\therefore x = 2 \because y = 1
\left\lbrace x \mid x > 0 \right\rbrace
\left\lceil \frac{n}{2} \right\rceil
\left\lfloor \log_2 n \right\rfloor + 1
x \quad \text{and} \quad y
\mathbf{1}_{\{x > 0\}}
\mathbb{1}_{A}
\vdash \models \top \bot
\underbrace{\int_0^1}_{I}
\frac{\mathrm{d}^2 y}{\mathrm{d}x^2}
\iff
L = -\frac{1}{N} \sum_{i=1}^{N} \left[ y_i \log(\hat{y}_i) + (1 - y_i) \log(1 - \hat{y}_i) \right]
\text{ROI} = \frac{\text{Gain} - \text{Cost}}{\text{Cost}} \times 100\%
A = P\left(1 + \frac{r}{n}\right)^{nt}
x_1, x_2, \dots, x_n
{}^{14}_{6}\mathrm{C}
\mathrm{^{14}_6C}
\vec{a} \cdot \vec{b} = |\vec{a}||\vec{b}|\cos\theta
\mathbf{v} = \begin{pmatrix} v_1 \\ v_2 \end{pmatrix}^T
\sqrt{\frac{1}{N}\sum_{i=1}^N (x_i - \mu)^2}
\cos\left(\frac{\pi}{4}\right)
\underline{\text{note}}
\textbf{bold} \textit{italic} \texttt{mono}
\mathbf{Answer: } 42
\mathrm{kg \cdot m/s^2}
5 \, \text{m/s}
6.02 \times 10^{23}
\frac{3}{4} = 0.75 = 75\%
\text{Step 1: } x + 2 = 5
\Huge x
\large y
\left\{ x \,\middle|\, x > 0 \right\}
""".strip().splitlines()
NOT_DRAWN = r"""
\hfill
\DeclareMathOperator{\foo}{foo}
\middle|
\hline
\begin{tabular}{c} a \end{tabular}
\begin{CD} A @>>> B \end{CD}
\unknowncommand{x}
""".strip().splitlines()
